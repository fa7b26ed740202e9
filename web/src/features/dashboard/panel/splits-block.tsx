import { Segmented } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { ProblemNotice } from '@/components/problem-notice';
import { Waiting } from '@/components/waiting';
import { useCodeWord } from '@/lib/code-words';
import { formatFraction, formatPercent, formatPoints } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import { useSplits, type SplitGroup } from '../api/get-splits';
import { listPath, type Question } from '../question';
import styles from './panel.module.css';

// The figure by group of people, and how far apart the groups stand.
export function SplitsBlock({ indicator, question }: { indicator: string; question: Question }) {
  const { t, told } = useLanguage();
  const titleOf = (group: SplitGroup) => told(group.title, group.title_en);
  const word = useCodeWord();
  const { names } = useReader();
  const splits = useSplits(indicator, question);
  const [chosen, setChosen] = useState<string>();
  const split = splits.data?.find((one) => one.id === chosen) ?? splits.data?.[0];
  const listOf = (group: SplitGroup) => listPath(question, { indicator, met: 'false', split: split?.id ?? '', group: group.code, title: t('splits.listOf', { group: titleOf(group) }) });
  const nameOf = (code: string) => {
    const found = split?.groups.find((group) => group.code === code);
    return found ? titleOf(found) : code;
  };
  return (
    <section>
      <h2>{t('splits.title')}</h2>
      <ProblemNotice error={splits.error} again={() => void splits.refetch()} />
      {splits.isPending && <Waiting rows={4} />}
      {split && splits.data && (
        <>
          <div className={styles.tabs}>
            <Segmented
              size="small"
              value={split.id}
              onChange={(id) => setChosen(String(id))}
              options={splits.data.map((one) => ({ value: one.id, label: one.title ?? word('split', one.id) }))}
            />
          </div>
          <ul className={styles.bars}>
            {split.groups.map((group) => (
              <li key={group.code}>
                <span>{group.hidden || !names ? titleOf(group) : <Link to={listOf(group)}>{titleOf(group)}</Link>}</span>
                {group.hidden || group.numerator === null || group.denominator === null ? (
                  <span className="quiet small">{t('splits.hidden')}</span>
                ) : (
                  <>
                    <span className={styles.track} aria-hidden="true">
                      <span style={{ width: `${group.denominator === 0 ? 0 : (group.numerator * 100) / group.denominator}%` }} />
                    </span>
                    <span className="number">
                      {formatPercent(group.numerator, group.denominator)}{' '}
                      <span className="quiet small">({formatFraction(group.numerator, group.denominator)})</span>
                    </span>
                  </>
                )}
              </li>
            ))}
          </ul>
          <p className="small">
            {split.gap
              ? t('splits.gap', { points: formatPoints(split.gap.points).slice(1), best: nameOf(split.gap.best), worst: nameOf(split.gap.worst) })
              : <span className="quiet">{t('splits.noGap')}</span>}
          </p>
        </>
      )}
      {splits.data?.length === 0 && <p className="quiet">{t('splits.none')}</p>}
    </section>
  );
}
