import { useState } from 'react';
import { Pick } from '@/components/pick';
import { ProblemNotice } from '@/components/problem-notice';
import { ReasonList } from '@/components/reason-list';
import { Waiting } from '@/components/waiting';
import { formatCount, formatFraction, formatPercent, formatPoints, pointsTo } from '@/lib/format';
import { useLanguage, useT } from '@/lib/i18n';
import { useExplanation, type Explained } from './api/explain-period';
import type { Period } from './api/get-period';
import styles from './periods.module.css';

// What was frozen beside what is answered today, and the members between the two.
export function Explanation({ period }: { period: Period }) {
  const { t, told } = useLanguage();
  const [unit, setUnit] = useState(period.unit);
  const explained = useExplanation(period.id, unit);
  const units = [...new Map(period.rows.map((row) => [row.unit, row.unit_name]))];
  return (
    <>
      <div className={`${styles.bar} no-print`}>
        <Pick label={t('dashboard.unit')} value={unit} onChange={setUnit} minWidth={240} options={units.map(([value, label]) => ({ value, label }))} />
        {explained.data?.content_changed && <span className="quiet small">{t('period.contentChanged')}</span>}
      </div>
      <ProblemNotice error={explained.error} again={() => void explained.refetch()} />
      {explained.isPending && <Waiting rows={10} />}
      {changedFirst(explained.data?.rows ?? []).map((row) => (
        <section key={row.indicator} className={styles.row}>
          <h2>{told(row.title, row.title_en)}</h2>
          <Movement row={row} />
          {row.differences !== 0 && (
            <>
              <ReasonList reasons={row.reasons} pathOf={(reason) => differencesPath(period.id, unit, row.indicator, reason.code, reason.effect)} />
              {row.causes.length > 0 && (
                <p className="quiet small">{t('period.causes')} {row.causes.map((cause) => `${told(cause.title, cause.title_en)} ${cause.count === null ? t('splits.hidden') : formatCount(cause.count)}`).join(' · ')}</p>
              )}
            </>
          )}
        </section>
      ))}
    </>
  );
}

// What moved is what is read; each group in the order of the plan.
const changedFirst = (rows: Explained[]) => [...rows.filter((row) => row.differences !== 0), ...rows.filter((row) => row.differences === 0)];

function differencesPath(id: string, unit: string, indicator: string, reason: string, effect: string): string {
  return `/periods/${id}/differences?${new URLSearchParams({ indicator, unit, reason, effect }).toString()}`;
}

function Movement({ row }: { row: Explained }) {
  const t = useT();
  if (row.was.hidden || row.now.hidden) return <p className="quiet">{t('dashboard.few')}</p>;
  if (row.differences === 0) return <p className="quiet">{t('period.same', { value: formatPercent(row.was.numerator, row.was.denominator), fraction: formatFraction(row.was.numerator, row.was.denominator) })}</p>;
  const points = row.was.denominator > 0 ? pointsTo(row.now.numerator, row.now.denominator, (row.was.numerator * 100) / row.was.denominator) : null;
  return (
    <p>
      {formatPercent(row.was.numerator, row.was.denominator)} ({formatFraction(row.was.numerator, row.was.denominator)}) → {formatPercent(row.now.numerator, row.now.denominator)} ({formatFraction(row.now.numerator, row.now.denominator)})
      {points !== null && <>: <strong>{formatPoints(points)}</strong> {t('panel.points')}</>}
    </p>
  );
}
