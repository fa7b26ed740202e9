import { formatCount } from '@/lib/format';
import { useT, type Key } from '@/lib/i18n';
import styles from './import.module.css';

export type Count = readonly [Key, number];

export function Tally({ rows }: { rows: Count[] }) {
  const t = useT();
  return (
    <dl className={styles.tally}>
      {rows.map(([key, count]) => (
        <div key={key}>
          <dt>{t(key)}</dt>
          <dd>{formatCount(count)}</dd>
        </div>
      ))}
    </dl>
  );
}
