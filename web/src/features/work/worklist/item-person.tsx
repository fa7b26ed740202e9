import { Link } from 'react-router-dom';
import { formatAge, formatCount, formatDate } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { lackWords } from '@/lib/lacks';
import { useReader } from '@/lib/session';
import { sexWord } from '@/lib/sex';
import type { Item } from '../api/get-worklist';
import styles from './worklist.module.css';

interface Props {
  item: Item;
  place: number;
  editable: boolean;
}

export function ItemPerson({ item, place, editable }: Props) {
  const { t, language, told } = useLanguage();
  const { today } = useReader();
  const { person } = item;
  const lacks = lackWords(item.details, item.why, language, t);
  const late = (item.days_overdue ?? 0) > 0;
  return (
    <div className={styles.person}>
      <div>
        <span className="quiet">{place}.</span> <Link to={`/people/${person.id}`}>{person.name}</Link>{' '}
        <span className="quiet small">
          {[t(sexWord(person.sex)), person.birth_date && formatAge(person.birth_date, today, language), person.hamlet_name].filter(Boolean).join(' · ')}
        </span>
      </div>
      <div className="small">
        {told(item.why_title, item.why_title_en)}
        {item.due_on && (
          <span style={late ? { color: 'var(--behind)' } : undefined}>
            {item.why_title && ' · '}
            {late ? t('work.overdue', { days: formatCount(item.days_overdue ?? 0) }) : t('person.due', { date: formatDate(item.due_on) })}
          </span>
        )}
        {!item.outcome && lacks && <> · {lacks}</>}
        {item.open_until && <span className="quiet"> · {t('work.openUntil', { date: formatDate(item.open_until) })}</span>}
        {person.phone && <> · <a href={`tel:${person.phone}`}>{person.phone}</a></>}
        {editable && (
          <>
            {' · '}
            <Link to={`/people/${person.id}/home-check?item=${encodeURIComponent(item.item)}`}>{t('work.check')}</Link>
          </>
        )}
      </div>
    </div>
  );
}
