import { Link } from 'react-router-dom';
import { StatusSign } from '@/components/status-sign';
import { figureValue, isSingle } from '@/lib/figure';
import { formatCount, formatDate, formatFraction } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { standing } from '@/lib/status';
import type { Indicator, Score } from '../api/get-scorecard';
import { listPath, type Question } from '../question';
import { yardstickWords } from '../scorecard/figure';
import styles from './panel.module.css';

// The figure large, with its fraction; both numbers open their members.
export function Headline({ indicator, row, question }: { indicator: Indicator; row?: Score; question: Question }) {
  const { t, told } = useLanguage();
  if (row?.hidden) return <p>{t('dashboard.few')}</p>;
  if (!row || row.denominator === 0) return <p>{t('panel.nobody', { date: formatDate(question.asOf) })}</p>;
  const by = yardstickWords(row, question.asOf.slice(0, 4), t);
  const missing = row.denominator - row.numerator;
  const noun = t(indicator.member_type === 'patient' ? 'panel.people' : 'panel.places');
  return (
    <div className={styles.headline}>
      <span className={styles.value}>
        {figureValue(indicator, row, t)}
      </span>
      <span>
        {!isSingle(indicator, row) && <StatusSign status={standing(row)} word />}
        {by && <span className="quiet small"> {by}</span>}
        <span className={styles.fraction}>
          <Link to={listPath(question, { indicator: indicator.id, met: 'true' })}>{formatFraction(row.numerator, row.denominator)}</Link> {noun}
          {missing > 0 && (
            <>
              {' · '}
              <Link to={listPath(question, { indicator: indicator.id, met: 'false' })}>
                {t('panel.missing', { count: formatCount(missing) })}
              </Link>
            </>
          )}
        </span>
        {row.status === 'check' && <span className="small">{told(indicator.limit_note, indicator.limit_note_en)}</span>}
        {standing(row) === 'interrupted' && <span className="small">{t('panel.sustained')}</span>}
        {(row.no_data ?? 0) > 0 && <span className="quiet small">{t('panel.noData', { count: formatCount(row.no_data ?? 0) })}</span>}
      </span>
    </div>
  );
}
