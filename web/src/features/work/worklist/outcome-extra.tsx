import { DateField } from '@/components/date-field';
import { Pick } from '@/components/pick';
import { useT } from '@/lib/i18n';
import { useUnits } from '@/lib/requests/units';
import type { Item } from '../api/get-worklist';
import type { Draft, Step } from './entry';
import styles from './worklist.module.css';

interface Props {
  item: Item;
  draft: Draft;
  step: (step: Step) => void;
  on: string;
}

// What an outcome still leaves to say: the day, where to, what hinders, a note.
export function OutcomeExtra({ item, draft, step, on }: Props) {
  const t = useT();
  return (
    <div className={styles.extra}>
      {(draft.outcome === 'moved' || draft.outcome === 'died') && (
        <label>
          {t(draft.outcome === 'died' ? 'work.diedOn' : 'work.movedOn')}{' '}
          <DateField size="small" value={draft.on} max={on} onChange={(day) => step({ type: 'on', item: item.item, on: day })} />
        </label>
      )}
      {draft.outcome === 'moved' && <MovedTo name={item.person.name} value={draft.to_unit} choose={(to) => step({ type: 'to', item: item.item, to })} />}
      {(draft.outcome === 'not-found' || draft.outcome === 'will-come' || draft.outcome === 'refused') && (
        <Pick
          size="small"
          label={t('work.circumstanceOf', { name: item.person.name })}
          value={draft.circumstance ?? ''}
          minWidth={160}
          options={[
            { value: '', label: t('circumstance.none') },
            { value: 'away', label: t('circumstance.away') },
            { value: 'cannot-walk', label: t('circumstance.cannotWalk') },
          ]}
          onChange={(circumstance) => step({ type: 'circumstance', item: item.item, circumstance })}
        />
      )}
      <input
        aria-label={t('work.noteOf', { name: item.person.name })}
        placeholder={t('work.note')}
        tabIndex={-1}
        maxLength={500}
        value={draft.note ?? ''}
        onChange={(event) => step({ type: 'note', item: item.item, note: event.target.value })}
      />
    </div>
  );
}

// Within the reader's area a move ends in another hamlet; else it only leaves.
function MovedTo({ name, value, choose }: { name: string; value?: string; choose: (to: string) => void }) {
  const t = useT();
  const units = useUnits();
  const known = units.data ?? [];
  const hamlets = known.filter((unit) => unit.kind === 'hamlet');
  if (hamlets.length < 2) return null;
  const nameOf = (id: string | null | undefined) => known.find((unit) => unit.id === id)?.name;
  return (
    <Pick
      size="small"
      search
      label={t('work.movedTo', { name })}
      value={value ?? ''}
      minWidth={190}
      options={[{ value: '', label: t('work.movedOut') }, ...hamlets.map((unit) => ({ value: unit.id, label: [unit.name, nameOf(unit.parent)].filter(Boolean).join(', ') }))]}
      onChange={choose}
    />
  );
}
