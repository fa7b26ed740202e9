import { useT } from '@/lib/i18n';
import { outcomes, type Worklist } from '../api/get-worklist';
import { wantedWord } from '../outcome-words';
import { countOf, type Wanted } from '../work-path';
import styles from './worklist.module.css';

// People of the list by what came of them so far.
export function OutcomeFilter({ list, chosen, choose }: { list: Worklist; chosen: Wanted | null; choose: (wanted: Wanted | null) => void }) {
  const t = useT();
  const there = (['open', ...outcomes] as Wanted[]).filter((wanted) => countOf(list, wanted) > 0);
  if (there.length < 2 && !chosen) return null;
  const chip = (wanted: Wanted | null, words: string) => (
    <button key={wanted ?? ''} type="button" className={styles.chip} aria-pressed={chosen === wanted} onClick={() => choose(wanted)}>{words}</button>
  );
  return (
    <div className={styles.chips} role="group" aria-label={t('work.filter')}>
      {chip(null, `${t('app.all')} ${list.total}`)}
      {there.map((wanted) => chip(wanted, `${t(wantedWord(wanted))} ${countOf(list, wanted)}`))}
    </div>
  );
}
