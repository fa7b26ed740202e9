import { formatTarget } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { apart } from '@/lib/requests/units';
import type { Scorecard } from '../api/get-scorecard';
import { columnOf } from './column';
import { Figure } from './figure';
import styles from './scorecard.module.css';

interface Props {
  card: Scorecard;
  open: (indicator: string, unit: string) => void;
  drill: (unit: string) => void;
}

// The scorecard of one unit on a phone: a line per target, then the units below it.
export function ScoreList({ card, open, drill }: Props) {
  const { t, told } = useLanguage();
  const [whole, ...below] = card.units;
  if (!whole) return null;
  const mine = card.rows.filter((row) => row.unit === whole.id);
  const columns = new Map(card.catalogue.map((one) => [one.id, columnOf(one, mine, card.as_of.slice(0, 4), t)]));
  return (
    <>
      <ul className={styles.list}>
        {card.catalogue.map((one) => (
          <li key={one.id}>
            <button type="button" className={styles.line} onClick={() => open(one.id, whole.id)}>
              <span>
                {told(one.short, one.short_en)}
                <span className="quiet small">
                  {' '}· {one.clause} · {one.direction_only ? t('dashboard.toward') : formatTarget(one.operator ?? '', one.target)}
                  {columns.get(one.id)?.by && ` · ${columns.get(one.id)?.by}`}
                </span>
              </span>
              <Figure indicator={one} row={mine.find((row) => row.indicator === one.id)} />
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
                    {apart(unit, below)}
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
