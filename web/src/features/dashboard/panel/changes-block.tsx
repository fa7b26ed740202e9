import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { Pick } from '@/components/pick';
import { ProblemNotice } from '@/components/problem-notice';
import { Waiting } from '@/components/waiting';
import { monthsBefore } from '@/lib/days';
import { formatCount, formatDate, formatPercent, formatPoints, pointsTo } from '@/lib/format';
import { useT, type Key } from '@/lib/i18n';
import { useChanges, type Reason } from '../api/get-changes';
import { listPath, type Question } from '../question';
import styles from './panel.module.css';

const effects: Record<Reason['effect'], { sign: string; words: Key }> = {
  gained: { sign: '+', words: 'changes.gained' },
  lost: { sign: '−', words: 'changes.lost' },
  entered: { sign: '→', words: 'changes.entered' },
  left: { sign: '←', words: 'changes.left' },
};

// The lines a manager reads before anything else.
const first = 3;

// "Vì sao khác kỳ trước?": the members that moved the figure, by reason; each count opens them.
export function ChangesBlock({ indicator, question }: { indicator: string; question: Question }) {
  const t = useT();
  const [months, setMonths] = useState('12');
  const [whole, setWhole] = useState(false);
  const from = monthsBefore(question.asOf, Number(months));
  const changes = useChanges(indicator, question, from);
  const reasons = [...(changes.data?.reasons ?? [])].sort((a, b) => b.count - a.count);
  const before = changes.data?.from;
  const after = changes.data?.to;
  const points = before && after && before.denominator > 0
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
      {before && after && (
        <p>
          {formatPercent(before.numerator, before.denominator)} ({formatDate(before.as_of)}) → {formatPercent(after.numerator, after.denominator)}
          {points !== null && <>: <strong>{formatPoints(points)}</strong> {t('panel.points')}</>}
        </p>
      )}
      <ul className={styles.changes}>
        {reasons.slice(0, whole ? undefined : first).map((reason) => (
          <li key={`${reason.effect} ${reason.code}`}>
            <span className={styles.effect} aria-hidden="true">{effects[reason.effect].sign}</span>
            <span>{t(effects[reason.effect].words, { why: reason.title })}</span>
            <Link to={listPath(question, { indicator, reason: reason.code, effect: reason.effect, from, title: t(effects[reason.effect].words, { why: reason.title }) })}>
              {formatCount(reason.count)}
            </Link>
          </li>
        ))}
      </ul>
      {reasons.length > first && (
        <Button size="small" type="link" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? t('changes.fewer') : t('changes.whole', { count: reasons.length })}
        </Button>
      )}
      {changes.data?.reasons.length === 0 && <p className="quiet">{t('changes.none')}</p>}
    </section>
  );
}
