import { useT } from '@/lib/i18n';
import type { ScoredUnit } from '../api/get-scorecard';
import styles from './scorecard.module.css';

interface Props {
  unit: ScoredUnit;
  // Told apart from others of the same name.
  name: string;
  // The list of people is far from the published number.
  thin: boolean;
  drill?: (unit: string) => void;
}

// Who answers for a row stands on it.
export function UnitName({ unit, name, thin, drill }: Props) {
  const t = useT();
  return (
    <th scope="row" className={styles.unit}>
      {drill ? (
        <button type="button" className={styles.drill} onClick={() => drill(unit.id)}>{name}</button>
      ) : (
        <span className={styles.plain}>{name}</span>
      )}
      {thin && <strong className={styles.thin} title={t('completeness.title')}> !</strong>}
      {unit.kind !== 'hamlet' && <span className={styles.person}>{unit.head?.name ?? t('dashboard.noHead')}</span>}
    </th>
  );
}
