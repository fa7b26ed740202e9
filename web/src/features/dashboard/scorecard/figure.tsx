import { StatusSign } from '@/components/status-sign';
import { formatPercent } from '@/lib/format';
import { useT, type Translate } from '@/lib/i18n';
import { statusWords } from '@/lib/status';
import type { Indicator, Score } from '../api/get-scorecard';
import styles from './scorecard.module.css';

// The goal a row is judged by: what was assigned, else the milestone, else the plan's own target.
export function yardstick(row: Score): number | undefined {
  return row.assigned ?? row.milestone ?? row.target ?? undefined;
}

// Of a single station or commune "0%" and "100%" say less than the verdict.
export function isSingle(indicator: Indicator, row: Score): boolean {
  return row.denominator === 1 && indicator.member_type !== 'patient';
}

// Its verdict. A target to be kept up every day may be behind though it is met today.
export function singleVerdict(row: Score): 'status.reached' | 'status.behind' {
  return row.numerator === 1 && row.status !== 'behind' ? 'status.reached' : 'status.behind';
}

// The same in words: "93,6%, Gần đạt".
export function figureWords(indicator: Indicator, row: Score | undefined, t: Translate): string {
  if (!row || row.denominator === 0) return t('dashboard.noMembers');
  if (isSingle(indicator, row)) return t(singleVerdict(row));
  return [formatPercent(row.numerator, row.denominator, yardstick(row)), row.status !== 'none' && t(statusWords[row.status])].filter(Boolean).join(', ');
}

// A value and its status: a sign and a colour, never a colour alone.
export function Figure({ indicator, row }: { indicator: Indicator; row: Score | undefined }) {
  const t = useT();
  if (!row || row.denominator === 0) return <span className="quiet">–</span>;
  return (
    <span className={styles.figure}>
      <StatusSign status={row.status} />
      {isSingle(indicator, row) ? (
        <span className={styles.verdict}>{t(singleVerdict(row))}</span>
      ) : (
        <span>{formatPercent(row.numerator, row.denominator, yardstick(row))}</span>
      )}
    </span>
  );
}
