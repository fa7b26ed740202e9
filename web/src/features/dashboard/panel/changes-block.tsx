import { useState } from 'react';
import { Pick } from '@/components/pick';
import { ProblemNotice } from '@/components/problem-notice';
import { ReasonList } from '@/components/reason-list';
import { Waiting } from '@/components/waiting';
import { monthsBefore } from '@/lib/days';
import { formatDate, formatPercent, formatPoints, pointsTo } from '@/lib/format';
import { useT } from '@/lib/i18n';
import { useChanges } from '../api/get-changes';
import { listPath, type Question } from '../question';
import styles from './panel.module.css';

// "Vì sao khác kỳ trước?": the members that moved the figure, by reason; each count opens them.
export function ChangesBlock({ indicator, question }: { indicator: string; question: Question }) {
  const t = useT();
  const [months, setMonths] = useState('12');
  const from = monthsBefore(question.asOf, Number(months));
  const changes = useChanges(indicator, question, from);
  const before = changes.data?.from;
  const after = changes.data?.to;
  const points = before && after && !after.hidden && before.denominator > 0
    ? pointsTo(after.numerator, after.denominator, (before.numerator * 100) / before.denominator)
    : null;
  return (
    <section>
      <div className={styles.bar}>
        <h2>{t('changes.title')}</h2>
        <Pick
          size="small"
          label={t('changes.since')}
          value={months}
          onChange={setMonths}
          options={[{ value: '1', label: t('changes.month') }, { value: '6', label: t('changes.half') }, { value: '12', label: t('changes.year') }]}
          minWidth={210}
        />
      </div>
      <ProblemNotice error={changes.error} again={() => void changes.refetch()} />
      {changes.isPending && <Waiting rows={3} />}
      {before && after && (before.hidden || after.hidden) && <p className="quiet">{t('dashboard.few')}</p>}
      {before && after && !before.hidden && !after.hidden && (
        <p>
          {formatPercent(before.numerator, before.denominator)} ({formatDate(before.as_of)}) → {formatPercent(after.numerator, after.denominator)}
          {points !== null && <>: <strong>{formatPoints(points)}</strong> {t('panel.points')}</>}
        </p>
      )}
      {changes.data && (
        <ReasonList
          reasons={changes.data.reasons}
          pathOf={(reason, words) => listPath(question, { indicator, reason: reason.code, effect: reason.effect, from, title: words })}
        />
      )}
      {changes.data?.reasons.length === 0 && <p className="quiet">{t('changes.none')}</p>}
    </section>
  );
}
