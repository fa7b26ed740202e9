import { Tooltip } from 'antd';
import { useT } from '@/lib/i18n';

// Stands beside whatever was not compared with its original text.
export function Unverified({ short = false }: { short?: boolean }) {
  const t = useT();
  const style = { color: 'var(--near)', fontSize: '0.87em', whiteSpace: 'nowrap' as const };
  if (!short) return <span style={style}>◇ {t('app.unverified')}</span>;
  return (
    <Tooltip title={t('app.unverified')}>
      <span style={style} role="img" aria-label={t('app.unverified')}>◇</span>
    </Tooltip>
  );
}
