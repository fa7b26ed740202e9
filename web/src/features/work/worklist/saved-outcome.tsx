import { Button } from 'antd';
import { formatDate } from '@/lib/format';
import { useT } from '@/lib/i18n';
import type { Item } from '../api/get-worklist';
import { circumstanceWords } from '../outcome-words';
import styles from './worklist.module.css';

// What was told with the outcome, and the way back.
export function SavedOutcome({ item, undo }: { item: Item; undo?: () => void }) {
  const t = useT();
  const circumstance = circumstanceWords[item.circumstance ?? ''];
  return (
    <div className={`${styles.saved} quiet small`}>
      {[formatDate(item.outcome_on), circumstance && t(circumstance), item.note].filter(Boolean).join(' · ')}
      {undo && (
        <Button type="link" size="small" tabIndex={-1} aria-label={t('work.undoOf', { name: item.person.name })} onClick={undo}>
          {t('app.undo')}
        </Button>
      )}
    </div>
  );
}
