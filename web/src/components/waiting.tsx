import { Skeleton } from 'antd';
import { useEffect, useState } from 'react';
import { useT } from '@/lib/i18n';

// Shapes of what comes, shown only when it is slow: a flash of grey is worse than nothing.
export function Waiting({ rows = 4 }: { rows?: number }) {
  const t = useT();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-label={t('app.loading')} style={{ minHeight: rows * 24 }}>
      {slow && <Skeleton active title={false} paragraph={{ rows }} />}
    </div>
  );
}
