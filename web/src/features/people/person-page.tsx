import { Button } from 'antd';
import { Link, useParams } from 'react-router-dom';
import { AsWritten } from '@/components/as-written';
import { PageHead } from '@/components/page-head';
import { PrintHead } from '@/components/print-head';
import { ProblemNotice } from '@/components/problem-notice';
import { Waiting } from '@/components/waiting';
import { formatAge, formatDate } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import { sexWord } from '@/lib/sex';
import { useBack } from '@/lib/use-back';
import { useShortcuts } from '@/lib/use-shortcuts';
import { usePerson } from './api/get-person';
import { PersonFacts } from './person-facts';
import { Timeline } from './timeline';
import styles from './person.module.css';

export function PersonPage() {
  const { t, language } = useLanguage();
  const back = useBack('/');
  const { id = '' } = useParams();
  const reader = useReader();
  const person = usePerson(id);
  useShortcuts({ Escape: back });
  if (person.isPending) return <Waiting rows={12} />;
  if (!person.data) return <ProblemNotice error={person.error} again={() => void person.refetch()} />;
  const { name, sex, birth_date: born, deceased_on: died, home } = person.data;
  return (
    <>
      <PrintHead />
      <PageHead
        title={name}
        back={back}
        note={[
          t(sexWord(sex)),
          born && `${formatAge(born, died ?? reader.today, language)} (${t('person.born', { date: formatDate(born) })})`,
          home?.unit_name,
        ]
          .filter(Boolean)
          .join(' · ')}
        actions={
          reader.may.includes('record') &&
          !died && (
            <Link to="home-check">
              <Button type="primary">{t('check.open')}</Button>
            </Link>
          )
        }
      />
      {died && <p><strong>{t('person.died', { date: formatDate(died) })}</strong></p>}
      {person.data.duplicates.length > 0 && (
        <p style={{ color: 'var(--near)' }}>
          ! {t('person.duplicates')}{' '}
          {person.data.duplicates.map((one) => (
            <Link key={one.id} to={`/people/${one.id}`}>{one.name ?? one.id} </Link>
          ))}
        </p>
      )}
      <AsWritten />
      <div className={styles.columns}>
        <PersonFacts person={person.data} />
        <Timeline records={person.data.timeline} />
      </div>
    </>
  );
}
