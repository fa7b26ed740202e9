import { useT } from '@/lib/i18n';
import type { ScoredUnit } from '../api/get-scorecard';
import styles from './scorecard.module.css';

interface Props {
  unit: ScoredUnit;
  // The list of people is far from the published number.
  thin: boolean;
  drill?: (unit: string) => void;
}

// Who answers for a row stands on it.
export function UnitName({ unit, thin, drill }: Props) {
  const t = useT();
  return (
    <th scope="row" className={styles.unit}>
      {drill ? (
        <button type="button" className={styles.drill} onClick={() => drill(unit.id)}>{unit.name}</button>
      ) : (
        <span className={styles.plain}>{unit.name}</span>
      )}
      {thin && <strong className={styles.thin} title={t('completeness.title')}> !</strong>}
      {unit.kind !== 'hamlet' && <span className={styles.person}>{unit.head?.name ?? t('dashboard.noHead')}</span>}
    </th>
  );
}
