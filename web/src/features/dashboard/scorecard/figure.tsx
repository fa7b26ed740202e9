import { StatusSign } from '@/components/status-sign';
import * as shown from '@/lib/figure';
import { formatTarget } from '@/lib/format';
import { useT, type Translate } from '@/lib/i18n';
import { standing } from '@/lib/status';
import type { Indicator, Score } from '../api/get-scorecard';
import { goalOf, type Column } from './column';
import styles from './scorecard.module.css';

// What the verdict is by: what was assigned, else the milestone of the year, else the plan's own target.
export function yardstickWords(row: Score, year: string, t: Translate): string | undefined {
  if (typeof row.assigned === 'number') return t('figure.byAssigned', { year, goal: formatTarget('>=', row.assigned) });
  if (typeof row.milestone === 'number') return t('figure.byMilestone', { year, goal: formatTarget('>=', row.milestone) });
  return undefined;
}

// What a cell says on a closer look: its fraction, and why it stands as it does.
export function figureTitle(row: Score | undefined, year: string, t: Translate): string {
  if (row?.hidden) return t('dashboard.few');
  if (!row || row.denominator === 0) return t('dashboard.noMembers');
  return [shown.figureTitle(row, t), yardstickWords(row, year, t), shown.isFiner(row) && t('figure.finer')].filter(Boolean).join(' · ');
}

export function figureWords(indicator: Indicator, row: Score | undefined, t: Translate): string {
  if (row?.hidden) return t('dashboard.few');
  if (!row || row.denominator === 0) return t('dashboard.noMembers');
  return shown.figureWords(indicator, row, t);
}

// A value and its status: a sign and a colour, never a colour alone.
export function Figure({ indicator, row, column }: { indicator: Indicator; row: Score | undefined; column?: Column }) {
  const t = useT();
  if (row?.hidden) return <span className="quiet">*</span>;
  if (!row || row.denominator === 0) return <span className="quiet">–</span>;
  const own = column?.differs ? goalOf(row) : undefined;
  return (
    <>
      <span className={styles.figure}>
        <StatusSign status={standing(row)} />
        <span className={shown.isSingle(indicator, row) ? styles.verdict : undefined}>{shown.figureValue(indicator, row, t, column?.decimals)}</span>
      </span>
      {/* Drawn only: the name of the cell tells it in words. */}
      {own !== undefined && <span className={styles.own} aria-hidden="true" data-goal={formatTarget('>=', own)} />}
    </>
  );
}
