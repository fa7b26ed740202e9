import { useT } from '@/lib/i18n';
import type { WorklistHead } from './api/get-worklists';
import styles from './work.module.css';

type Counts = WorklistHead['by_outcome'];

// How far a list is: done, contacted with another outcome, still open.
export function Progress({ total, counts }: { total: number; counts: Counts }) {
  const t = useT();
  const other = total - counts.done - counts.open;
  const share = (count: number) => `${total === 0 ? 0 : (count * 100) / total}%`;
  return (
    <span className={styles.progress}>
      <span className={`${styles.track} inked`} aria-hidden="true">
        <span className={styles.done} style={{ width: share(counts.done) }} />
        <span className={styles.other} style={{ width: share(other) }} />
      </span>
      <span>{t('work.progress', { done: counts.done, total })}</span>
    </span>
  );
}
