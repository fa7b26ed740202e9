import { Link } from 'react-router-dom';
import { ProblemNotice } from '@/components/problem-notice';
import { formatCount, formatPercent } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { useWhys } from '../api/get-whys';
import { listPath, type Question } from '../question';
import styles from './panel.module.css';

// Why members are not met; each count opens its list.
export function WhysBlock({ indicator, question }: { indicator: string; question: Question }) {
  const { t, told } = useLanguage();
  const whys = useWhys(indicator, question);
  const total = (whys.data ?? []).reduce((sum, why) => sum + (why.count ?? 0), 0);
  // A share of what is only partly told would be wrong.
  const whole = !whys.data?.some((why) => why.count === null);
  return (
    <section>
      <h2>{t('whys.title')}</h2>
      <ProblemNotice error={whys.error} again={() => void whys.refetch()} />
      <ul className={styles.bars}>
        {whys.data?.map((why) => (
          <li key={why.code}>
            <Link to={listPath(question, { indicator, met: 'false', why: why.code })}>{told(why.title, why.title_en)}</Link>
            {why.count === null ? (
              <span className="quiet small">{t('splits.hidden')}</span>
            ) : (
              <>
                <span className={styles.track} aria-hidden="true">
                  <span style={{ width: `${(why.count * 100) / Math.max(total, 1)}%` }} />
                </span>
                <span className="number">{formatCount(why.count)} {whole && <span className="quiet small">({formatPercent(why.count, total)})</span>}</span>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
