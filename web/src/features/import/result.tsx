import { useEffect, useRef, type ReactNode } from 'react';
import { useT } from '@/lib/i18n';

// What came of an import, where the reader looks next.
export function Result({ children }: { children: ReactNode }) {
  const t = useT();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    head.current?.focus({ preventScroll: true });
    head.current?.scrollIntoView?.({ block: 'center' });
  }, []);
  return (
    <>
      <h2 ref={head} tabIndex={-1}>{t('import.result')}</h2>
      {children}
    </>
  );
}
