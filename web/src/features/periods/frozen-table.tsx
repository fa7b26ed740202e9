import { Link } from 'react-router-dom';
import { DataTable } from '@/components/data-table';
import { StatusSign } from '@/components/status-sign';
import { percentOf } from '@/lib/figure';
import { formatFraction } from '@/lib/format';
import { useShortNames } from '@/lib/requests/figures';
import { useLanguage, useT } from '@/lib/i18n';
import { standing } from '@/lib/status';
import type { FrozenRow, Period } from './api/get-period';

// Units × indicators as they were answered on the day of closing; a figure opens its frozen members.
export function FrozenTable({ period }: { period: Period }) {
  const { t, told } = useLanguage();
  const names = useShortNames();
  const units = [...new Map(period.rows.map((row) => [row.unit, row.unit_name]))];
  const rowOf = (unit: string, indicator: string) => period.rows.find((row) => row.unit === unit && row.indicator === indicator);
  return (
    <DataTable
      label={t('period.frozen')}
      rows={units}
      rowKey={([unit]) => unit}
      columns={[
        { key: 'unit', title: t('dashboard.unit'), className: 'nowrap', cell: ([, name]) => name },
        ...period.indicators.map((one) => ({
          key: one.id,
          title: names.get(one.id) ?? told(one.title, one.title_en),
          number: true,
          cell: ([unit]: [string, string]) => <Figure row={rowOf(unit, one.id)} period={period.id} />,
        })),
      ]}
    />
  );
}

function Figure({ row, period }: { row: FrozenRow | undefined; period: string }) {
  const t = useT();
  if (row?.hidden) return <span className="quiet" title={t('dashboard.few')}>*</span>;
  if (!row || row.denominator === 0) return <>–</>;
  return (
    <Link className="number" to={`/periods/${period}/members?indicator=${row.indicator}&unit=${row.unit}&met=false`} title={formatFraction(row.numerator, row.denominator)}>
      <StatusSign status={standing(row)} word={row.denominator === 1} />
      {/* Of one station or commune it is told whether, not how much. */}
      {row.denominator > 1 && <> {percentOf(row)}</>}
    </Link>
  );
}
