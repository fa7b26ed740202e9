import { StatusSign } from '@/components/status-sign';
import { formatFraction, formatPercent } from '@/lib/format';
import { useT, type Translate } from '@/lib/i18n';
import { standing, statusWords } from '@/lib/status';
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

// Its verdict.
export function singleVerdict(row: Score): 'status.reached' | 'status.interrupted' | 'status.behind' {
  if (row.numerator !== 1) return 'status.behind';
  return row.status === 'behind' ? 'status.interrupted' : 'status.reached';
}

// What a cell says on a closer look: its fraction, and why it stands as it does.
export function figureTitle(row: Score | undefined, t: Translate): string {
  if (row?.hidden) return t('dashboard.few');
  if (!row || row.denominator === 0) return t('dashboard.noMembers');
  const fraction = formatFraction(row.numerator, row.denominator);
  return standing(row) === 'interrupted' ? `${fraction}. ${t('panel.sustained')}` : fraction;
}

// The same in words: "93,6%, Gần đạt".
export function figureWords(indicator: Indicator, row: Score | undefined, t: Translate): string {
  if (row?.hidden) return t('dashboard.few');
  if (!row || row.denominator === 0) return t('dashboard.noMembers');
  const status = standing(row);
  const words = isSingle(indicator, row)
    ? [t(singleVerdict(row))]
    : [formatPercent(row.numerator, row.denominator, yardstick(row)), status !== 'none' && t(statusWords[status])];
  return [...words, status === 'interrupted' && t('panel.sustained')].filter(Boolean).join(', ');
}

// A value and its status: a sign and a colour, never a colour alone.
export function Figure({ indicator, row }: { indicator: Indicator; row: Score | undefined }) {
  const t = useT();
  if (row?.hidden) return <span className="quiet">*</span>;
  if (!row || row.denominator === 0) return <span className="quiet">–</span>;
  return (
    <span className={styles.figure}>
      <StatusSign status={standing(row)} />
      {isSingle(indicator, row) ? (
        <span className={styles.verdict}>{t(singleVerdict(row))}</span>
      ) : (
        <span>{formatPercent(row.numerator, row.denominator, yardstick(row))}</span>
      )}
    </span>
  );
}
