import { formatCount, formatFraction, formatPercent, formatPoints, formatTarget, pointsTo } from '@/lib/format';
import { useT, type Translate } from '@/lib/i18n';
import type { Indicator, Score } from '../api/get-scorecard';
import styles from './panel.module.css';

// How many more members would reach a goal, on the whole fraction.
export function stillNeeded(row: Score, goal: number, strictly: boolean): number {
  const exact = (goal * row.denominator) / 100;
  const enough = strictly ? Math.floor(exact + 1e-9) + 1 : Math.ceil(exact - 1e-9);
  return Math.min(Math.max(enough - row.numerator, 0), row.denominator - row.numerator);
}

function distance(row: Score, goal: number, strictly: boolean, t: Translate): string {
  const points = pointsTo(row.numerator, row.denominator, goal);
  if (points === null) return '–';
  const needed = stillNeeded(row, goal, strictly);
  if (needed === 0) return t('panel.above', { points: formatPoints(points).slice(1) });
  return t('panel.below', { points: formatPoints(points).slice(1), count: formatCount(needed) });
}

// Points to the milestone of the year, to what was assigned, to the plan's horizon; and since last year.
export function Distances({ indicator, row, year }: { indicator: Indicator; row: Score; year: string }) {
  const t = useT();
  const strictly = indicator.operator === '>';
  const { previous } = row;
  const lines: { key: string; name: string; value: string; says: string }[] = [];
  if (typeof row.milestone === 'number') {
    lines.push({ key: 'milestone', name: t('panel.milestone', { year }), value: formatTarget('>=', row.milestone), says: distance(row, row.milestone, false, t) });
  }
  if (typeof row.assigned === 'number') {
    lines.push({ key: 'assigned', name: t('panel.assigned', { year }), value: formatTarget('>=', row.assigned), says: distance(row, row.assigned, false, t) });
  }
  if (typeof row.target === 'number') {
    lines.push({ key: 'target', name: t('panel.target'), value: formatTarget(indicator.operator ?? '', row.target), says: distance(row, row.target, strictly, t) });
  }
  if (previous && previous.denominator > 0) {
    const change = pointsTo(row.numerator, row.denominator, (previous.numerator * 100) / previous.denominator) ?? 0;
    lines.push({
      key: 'previous',
      name: t('panel.previous'),
      value: formatPercent(previous.numerator, previous.denominator),
      says: `${formatPoints(change)} ${t('panel.points')} (${formatFraction(previous.numerator, previous.denominator)})`,
    });
  }
  return (
    <table className={styles.distances}>
      <tbody>
        {lines.map((line) => (
          <tr key={line.key}>
            <th scope="row">{line.name}</th>
            <td className="number">{line.value}</td>
            <td>{line.says}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
