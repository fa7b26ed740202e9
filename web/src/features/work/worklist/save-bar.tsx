import { Button } from 'antd';
import { useT } from '@/lib/i18n';
import type { Entry } from './entry';
import styles from './worklist.module.css';

interface Props {
  entry: Entry;
  saving: boolean;
  undo: () => void;
  save: () => void;
}

// What will be saved, and which of it changes the register of people.
export function SaveBar({ entry, saving, undo, save }: Props) {
  const t = useT();
  const drafts = Object.values(entry.drafts);
  const count = (outcome: string) => drafts.filter((draft) => draft.outcome === outcome).length;
  const [died, moved] = [count('died'), count('moved')];
  return (
    <div className={`${styles.save} no-print`}>
      <span aria-live="polite">
        <strong>{t('work.unsaved', { count: drafts.length })}</strong>
        {died + moved > 0 && <span style={{ color: 'var(--near)' }}> {t('work.effects', { died, moved })}</span>}
      </span>
      <Button disabled={entry.past.length === 0} onClick={undo}>{t('app.undo')}</Button>
      <Button id="save-outcomes" type="primary" title="Ctrl+Enter" disabled={drafts.length === 0} loading={saving} onClick={save}>{t('work.save')}</Button>
    </div>
  );
}
