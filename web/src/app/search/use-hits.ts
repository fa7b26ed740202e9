import { useMemo } from 'react';
import { useSearchPeople, type Found } from '@/features/people/api/search-people';
import { formatAge } from '@/lib/format';
import { useLanguage, type Key, type Language, type Translate } from '@/lib/i18n';
import { useUnits, type Unit } from '@/lib/requests/units';
import { useReader } from '@/lib/session';
import { sexWord } from '@/lib/sex';
import { matches } from '@/lib/text';
import { placesOf } from '../places';

export interface Hit {
  id: string;
  group: Key;
  title: string;
  note: string;
  path: string;
}

const areas = new Set(['province', 'district', 'commune', 'hamlet']);

// The household and the hamlet tell people of one name apart.
function personHit(person: Found, today: string, t: Translate, language: Language): Hit {
  const about = [
    t(sexWord(person.sex)),
    person.deceased ? t('outcome.died') : person.birth_date && formatAge(person.birth_date, today, language),
    person.hamlet,
    person.commune,
    person.household_head && t('search.head', { name: person.household_head }),
  ];
  return { id: person.id, group: 'search.people', title: person.name, note: about.filter(Boolean).join(' · '), path: `/people/${person.id}` };
}

function unitHit(unit: Unit, units: Unit[]): Hit {
  const above = units.find((one) => one.id === unit.parent);
  return { id: unit.id, group: 'search.units', title: unit.name, note: above?.name ?? '', path: `/dashboard?unit=${unit.id}` };
}

// What the typed words may mean: people, units, places of the rail, as far as the reader's rights go.
export function useHits(asked: string): { hits: Hit[]; waiting: boolean } {
  const { t, language } = useLanguage();
  const reader = useReader();
  const wanted = asked.trim().length >= 2;
  const people = useSearchPeople(reader.names && wanted ? asked : '');
  const units = useUnits();
  const hits = useMemo(() => {
    if (!wanted) return [];
    const found = reader.names ? (people.data ?? []).map((person) => personHit(person, reader.today, t, language)) : [];
    const known = reader.places.includes('dashboard') ? (units.data ?? []) : [];
    const areaHits = known.filter((unit) => areas.has(unit.kind) && matches(unit.name, asked)).slice(0, 5).map((unit) => unitHit(unit, known));
    const placeHits = placesOf(reader.places)
      .filter((place) => matches(t(place.label), asked))
      .map((place): Hit => ({ id: place.id, group: 'app.places', title: t(place.label), note: '', path: `/${place.id}` }));
    return [...found, ...areaHits, ...placeHits];
  }, [wanted, asked, reader, people.data, units.data, t, language]);
  return { hits, waiting: people.isFetching };
}
