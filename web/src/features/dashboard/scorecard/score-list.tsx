import { formatTarget } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import type { Scorecard } from '../api/get-scorecard';
import { Figure } from './figure';
import styles from './scorecard.module.css';

interface Props {
  card: Scorecard;
  open: (indicator: string, unit: string) => void;
  drill: (unit: string) => void;
}

// The scorecard of one unit on a phone: a line per target, then the units below it.
export function ScoreList({ card, open, drill }: Props) {
  const { t, language } = useLanguage();
  const [whole, ...below] = card.units;
  if (!whole) return null;
  return (
    <>
      <ul className={styles.list}>
        {card.catalogue.map((one) => (
          <li key={one.id}>
            <button type="button" className={styles.line} onClick={() => open(one.id, whole.id)}>
              <span>
                {language === 'vi' ? one.short : (one.short_en ?? one.short)}
                <span className="quiet small">
                  {' '}· {one.clause} · {one.direction_only ? t('dashboard.toward') : formatTarget(one.operator ?? '', one.target)}
                </span>
              </span>
              <Figure indicator={one} row={card.rows.find((row) => row.indicator === one.id && row.unit === whole.id)} />
            </button>
          </li>
        ))}
      </ul>
      {below.length > 0 && (
        <>
          <h2>{t('dashboard.below')}</h2>
          <ul className={styles.list}>
            {below.map((unit) => (
              <li key={unit.id}>
                <button type="button" className={styles.line} onClick={() => drill(unit.id)}>
                  <span>
                    {unit.name}
                    {unit.kind !== 'hamlet' && <span className="quiet small"> · {unit.head?.name ?? t('dashboard.noHead')}</span>}
                  </span>
                  <span aria-hidden="true">›</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
