import { useEffect, useState, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router-dom';
import { formatAge } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { sexWord } from '@/lib/sex';
import { useReader } from '@/lib/session';
import { useSearchPeople, type Found } from './api/search-people';
import styles from './search-box.module.css';

// The one box: people by name, as typed, with or without tone marks.
export function SearchBox() {
  const { t, language } = useLanguage();
  const navigate = useNavigate();
  const { today } = useReader();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const [place, setPlace] = useState(0);
  const [open, setOpen] = useState(false);
  const search = useSearchPeople(asked);
  const people = asked.trim().length >= 2 ? (search.data ?? []) : [];

  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed), 120);
    return () => clearTimeout(timer);
  }, [typed]);

  const choose = (person: Found) => {
    setOpen(false);
    setTyped('');
    navigate(`/people/${person.id}`);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && people.length > 0) {
      event.preventDefault();
      setPlace((now) => (now + step + people.length) % people.length);
    } else if (event.key === 'Enter' && people[place]) {
      choose(people[place]);
    } else if (event.key === 'Escape') {
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
        aria-label={t('search.label')}
        aria-expanded={shown}
        aria-controls="search-list"
        aria-activedescendant={shown && people[place] ? `found-${people[place].id}` : undefined}
        placeholder={t('search.label')}
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
      <ul id="search-list" role="listbox" aria-label={t('search.label')} className={styles.list} hidden={!shown}>
        {people.map((person, index) => (
          <li
            key={person.id}
            id={`found-${person.id}`}
            role="option"
            aria-selected={index === place}
            // Before the blur of the box closes the list.
            onMouseDown={(event) => {
              event.preventDefault();
              choose(person);
            }}
            onMouseEnter={() => setPlace(index)}
          >
            <strong>{person.name}</strong>
            <span className="quiet">
              {[
                t(sexWord(person.sex)),
                person.birth_date && formatAge(person.birth_date, today, language),
                person.hamlet,
                person.commune,
                person.household_head && t('search.head', { name: person.household_head }),
              ].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
        {people.length === 0 && (
          <li role="option" aria-selected={false} aria-disabled="true" className="quiet">
            {search.isFetching || asked !== typed ? t('app.loading') : t('search.nobody')}
          </li>
        )}
      </ul>
    </div>
  );
}
