import { Link } from 'react-router-dom';
import { formatCount, formatFraction, formatPercent } from '@/lib/format';
import { useLanguage, type Translate } from '@/lib/i18n';
import { useCompanions, type Companion } from '../api/get-companions';
import { listPath, type Question } from '../question';
import styles from './panel.module.css';

function valueOf(one: Companion, t: Translate): string {
  if (one.hidden) return t('splits.hidden');
  if (one.kind === 'share') return `${formatPercent(one.numerator, one.denominator)} (${formatFraction(one.numerator, one.denominator)})`;
  if (one.kind === 'days') return t('companion.days', { days: formatCount(one.numerator), all: formatCount(one.denominator) });
  return one.kind === 'longest' ? t('list.days', { days: formatCount(one.numerator) }) : formatCount(one.numerator);
}

// What is to be read beside the figure; each opens its members.
export function CompanionsBlock({ indicator, question }: { indicator: string; question: Question }) {
  const { t, told } = useLanguage();
  const companions = useCompanions(indicator, question);
  if (!companions.data || companions.data.length === 0) return null;
  return (
    <section>
      <h2>{t('companion.title')}</h2>
      <table className={styles.distances}>
        <tbody>
          {companions.data.map((one) => {
            const title = told(one.title, one.title_en);
            return (
              <tr key={one.id}>
                <th scope="row">{title}</th>
                <td className="number"><Link to={listPath(question, { indicator, companion: one.id, title })}>{valueOf(one, t)}</Link></td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
