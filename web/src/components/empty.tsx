import type { ReactNode } from 'react';

// Says what would be here and how it comes.
export function Empty({ children }: { children: ReactNode }) {
  return <p className="quiet" style={{ padding: '20px 0', maxWidth: 640 }}>{children}</p>;
}
