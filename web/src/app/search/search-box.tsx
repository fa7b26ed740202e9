import { useEffect, useState, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router-dom';
import { useT } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import { useHits, type Hit } from './use-hits';
import styles from './search-box.module.css';

// The one box: people, units and places by name, as typed, with or without tone marks.
export function SearchBox() {
  const t = useT();
  const navigate = useNavigate();
  const label = t(useReader().names ? 'search.label' : 'search.labelUnits');
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const [place, setPlace] = useState(0);
  const [open, setOpen] = useState(false);
  const { hits, waiting } = useHits(asked);

  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed), 120);
    return () => clearTimeout(timer);
  }, [typed]);

  const choose = (hit: Hit) => {
    setOpen(false);
    setTyped('');
    navigate(hit.path);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && hits.length > 0) {
      event.preventDefault();
      setPlace((now) => (now + step + hits.length) % hits.length);
    } else if (event.key === 'Enter' && asked !== typed) {
      setAsked(typed);
    } else if (event.key === 'Enter' && hits[place]) {
      choose(hits[place]);
      event.currentTarget.blur();
    } else if (event.key === 'Escape') {
      // The words stay for the next look.
      event.preventDefault();
      setOpen(false);
      event.currentTarget.blur();
    }
  };

  const shown = open && typed.trim().length >= 2;
  return (
    <div className={styles.box} role="search">
      <input
        id="search"
        type="search"
        role="combobox"
        autoComplete="off"
        aria-label={label}
        aria-expanded={shown}
        aria-controls="search-list"
        aria-activedescendant={shown && hits[place] ? `found-${hits[place].id}` : undefined}
        placeholder={label}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setPlace(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <kbd className={styles.key} aria-hidden="true">/</kbd>
      <ul id="search-list" role="listbox" aria-label={label} className={styles.list} hidden={!shown}>
        {hits.map((hit, index) => (
          <li
            key={hit.id}
            id={`found-${hit.id}`}
            role="option"
            aria-selected={index === place}
            className={index > 0 && hits[index - 1]?.group !== hit.group ? styles.next : undefined}
            // Before the blur of the box closes the list.
            onMouseDown={(event) => {
              event.preventDefault();
              choose(hit);
            }}
            onMouseEnter={() => setPlace(index)}
          >
            <strong>{hit.title}</strong>
            <span className="quiet">{hit.group === 'search.people' ? hit.note : [t(hit.group), hit.note].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
        {hits.length === 0 && (
          <li role="option" aria-selected={false} aria-disabled="true" className="quiet">
            {waiting || asked !== typed ? t('app.loading') : t('search.nobody')}
          </li>
        )}
      </ul>
    </div>
  );
}
