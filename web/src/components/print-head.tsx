import { formatDate } from '@/lib/format';
import { useT } from '@/lib/i18n';
import { useReader } from '@/lib/session';

// Paper carries what the screen shows around the page: whose it is, of which day, and what it is worth.
export function PrintHead({ unit, date }: { unit?: string; date?: string }) {
  const t = useT();
  const reader = useReader();
  return (
    <div className="print-only" style={{ marginBottom: 10, borderBottom: '1pt solid #000', paddingBottom: 4 }}>
      <div style={{ display: 'flex', justifyContent: 'space-between', gap: 16 }}>
        <strong>{unit ?? reader.units.map((one) => one.name).join(', ')}</strong>
        <span>{t('print.on', { date: formatDate(date ?? reader.today) })}</span>
      </div>
      {reader.synthetic && <strong>{t('app.synthetic').toUpperCase()}</strong>}
    </div>
  );
}
