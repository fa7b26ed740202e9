import { Link } from 'react-router-dom';
import { StatusSign } from '@/components/status-sign';
import { formatCount, formatDate, formatFraction, formatPercent } from '@/lib/format';
import { useT } from '@/lib/i18n';
import { standing } from '@/lib/status';
import type { Indicator, Score } from '../api/get-scorecard';
import { listPath, type Question } from '../question';
import { isSingle, singleVerdict, yardstick } from '../scorecard/figure';
import styles from './panel.module.css';

// The figure large, with its fraction; both numbers open their members.
export function Headline({ indicator, row, question }: { indicator: Indicator; row?: Score; question: Question }) {
  const t = useT();
  if (row?.hidden) return <p>{t('dashboard.few')}</p>;
  if (!row || row.denominator === 0) return <p>{t('panel.nobody', { date: formatDate(question.asOf) })}</p>;
  const missing = row.denominator - row.numerator;
  const noun = t(indicator.member_type === 'patient' ? 'panel.people' : 'panel.places');
  return (
    <div className={styles.headline}>
      <span className={styles.value}>
        {isSingle(indicator, row)
          ? t(singleVerdict(row))
          : formatPercent(row.numerator, row.denominator, yardstick(row))}
      </span>
      <span>
        {!isSingle(indicator, row) && <StatusSign status={standing(row)} word />}
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
        {standing(row) === 'interrupted' && <span className="small">{t('panel.sustained')}</span>}
        {(row.no_data ?? 0) > 0 && <span className="quiet small">{t('panel.noData', { count: formatCount(row.no_data ?? 0) })}</span>}
      </span>
    </div>
  );
}
