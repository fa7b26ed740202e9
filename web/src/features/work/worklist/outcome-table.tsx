import { useRef, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { useT } from '@/lib/i18n';
import { outcomes, type Item, type Outcome } from '../api/get-worklist';
import { outcomeWords } from '../outcome-words';
import { outcomeOf, outcomeOfKey, type Drafts, type Step } from './entry';
import { ItemPerson } from './item-person';
import { OutcomeExtra } from './outcome-extra';
import { SavedOutcome } from './saved-outcome';
import styles from './worklist.module.css';

interface Props {
  items: Item[];
  placeOf: (item: Item) => number;
  drafts: Drafts;
  step: (step: Step) => void;
  on: string;
  editable: boolean;
  // Takes back what is saved of one row.
  undoSaved: (item: Item) => void;
  // After the last row: where the hands go on.
  end: () => void;
}

// The row to begin with: the first that nothing is known of, else the first.
export const firstBlank = (root: ParentNode = document) =>
  (root.querySelector('[data-blank="true"]') ?? root.querySelector('[data-row="0"]'))?.querySelector<HTMLElement>('[tabindex="0"]');

// One row a person: keys 1–6 enter the outcome and move to the next, so that a sheet of paper goes in as
// fast as it is read. What is saved already is replaced only by the same key twice.
export function OutcomeTable({ items, placeOf, drafts, step, on, editable, undoSaved, end }: Props) {
  const t = useT();
  const list = useRef<HTMLOListElement>(null);
  const [asked, setAsked] = useState<{ item: string; outcome: Outcome }>();

  const goTo = (row: number) => {
    setAsked(undefined);
    const place = Math.min(Math.max(row, 0), items.length - 1);
    const group = list.current?.querySelector(`[data-row="${place}"]`);
    (group?.querySelector<HTMLElement>('[tabindex="0"]'))?.focus();
  };

  const onKeyDown = (event: KeyboardEvent, row: number) => {
    const item = items[row];
    if (!item || event.altKey || event.metaKey) return;
    const outcome = outcomeOfKey(event.key);
    if (event.ctrlKey && event.key === 'z') step({ type: 'undo' });
    else if (event.ctrlKey) return;
    else if (outcome) {
      const saved = !drafts[item.item] && item.outcome;
      if (saved && saved !== outcome && !(asked?.item === item.item && asked.outcome === outcome)) {
        setAsked({ item: item.item, outcome });
        event.preventDefault();
        return;
      }
      // What is saved so already needs no saving again. Save can be pressed once the draft is there.
      flushSync(() => {
        setAsked(undefined);
        if (saved !== outcome) step({ type: 'enter', item: item.item, outcome, on });
      });
      if (row + 1 < items.length) goTo(row + 1);
      else end();
    } else if (event.key === 'ArrowDown') goTo(row + 1);
    else if (event.key === 'ArrowUp') goTo(row - 1);
    else if (event.key === 'Backspace' || event.key === 'Delete' || event.key === '0') {
      if (drafts[item.item]) step({ type: 'clear', item: item.item });
      else if (item.outcome) undoSaved(item);
    }
    else return;
    event.preventDefault();
  };

  return (
    <ol ref={list} className={styles.items} aria-label={t('work.people')}>
      {items.map((item, row) => {
        const chosen = outcomeOf(item, drafts);
        const draft = drafts[item.item];
        return (
          <li key={item.item} className={draft ? styles.changed : undefined}>
            <ItemPerson item={item} place={placeOf(item)} editable={editable} />
            <div>
              <div role="radiogroup" aria-label={t('work.outcomeOf', { name: item.person.name })} data-row={row} data-blank={!chosen} className={styles.choices}>
                {outcomes.map((outcome, place) => (
                  <button
                    key={outcome}
                    type="button"
                    role="radio"
                    aria-checked={chosen === outcome}
                    tabIndex={chosen === outcome || (!chosen && place === 0) ? 0 : -1}
                    disabled={!editable}
                    onKeyDown={(event) => onKeyDown(event, row)}
                    onClick={() => step(draft?.outcome === outcome ? { type: 'clear', item: item.item } : { type: 'enter', item: item.item, outcome, on })}
                  >
                    <b>{place + 1}</b> {t(outcomeWords[outcome])}
                  </button>
                ))}
              </div>
              {draft && <OutcomeExtra item={item} draft={draft} step={step} on={on} />}
              {!draft && item.outcome && asked?.item === item.item && (
                <p role="alert" className={styles.ask}>
                  {t('work.savedAlready', { saved: t(outcomeWords[item.outcome]), key: outcomes.indexOf(asked.outcome) + 1, next: t(outcomeWords[asked.outcome]) })}
                </p>
              )}
              {!draft && item.outcome && <SavedOutcome item={item} undo={editable ? () => undoSaved(item) : undefined} />}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
