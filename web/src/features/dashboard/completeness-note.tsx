import { formatCount, formatDate, formatPercent } from '@/lib/format';
import { useT } from '@/lib/i18n';
import { useNarrow } from '@/lib/use-media';
import type { Completeness, ScoredUnit } from './api/get-scorecard';

export const lowest = 95;
export const highest = 105;

export function isThin(row: Completeness | undefined): boolean {
  return row !== undefined && (row.percent < lowest || row.percent > highest);
}

// A thin list of people makes every percentage look good, so it is said before the figures.
export function CompletenessNote({ rows, units }: { rows: Completeness[]; units: ScoredUnit[] }) {
  const t = useT();
  const narrow = useNarrow();
  const thin = rows.filter(isThin);
  if (thin.length === 0) return null;
  const words = thin
    .map((row) =>
      t('completeness.row', {
        unit: units.find((unit) => unit.id === row.unit)?.name ?? '',
        percent: formatPercent(row.names, row.published, lowest, highest),
        names: formatCount(row.names),
        published: formatCount(row.published),
        date: formatDate(row.published_on),
      }),
    )
    .join('; ');
  // On a phone the figures come first, and the warning says how many it is about.
  if (narrow && thin.length > 1) {
    return (
      <details className="small" style={{ color: 'var(--near)', margin: '8px 0' }}>
        <summary><strong>! {t('completeness.title')}</strong> {t('completeness.count', { count: thin.length })}</summary>
        {words}. {t('completeness.meaning')}
      </details>
    );
  }
  return (
    <p className="small" style={{ color: 'var(--near)' }}>
      <strong>! {t('completeness.title')}</strong> {words}. {t('completeness.meaning')}
    </p>
  );
}
