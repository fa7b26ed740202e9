import { Pick } from '@/components/pick';
import { ProblemNotice } from '@/components/problem-notice';
import { useUndoMessage } from '@/components/undo-message';
import { formatDate } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import type { Person } from './api/get-person';
import { useRecordCircumstance } from './api/record-circumstance';

// What keeps the person from coming: the gap list tells it as the reason, and who cannot walk is visited.
export function CircumstanceFact({ person }: { person: Person }) {
  const { t, told } = useLanguage();
  const { may, today } = useReader();
  const record = useRecordCircumstance(person.id);
  const say = useUndoMessage();
  const { circumstance } = person;
  const code = circumstance?.code ?? 'none';
  const since = circumstance && <span className="quiet small"> {t('person.since', { date: formatDate(circumstance.on) })}</span>;
  if (!may.includes('record') || person.deceased_on) return <>{circumstance ? told(circumstance.title, circumstance.title_en) : t('circumstance.none')}{since}</>;
  const put = (next: string) => record.mutateAsync({ circumstance: next, on: today });
  return (
    <>
      <Pick
        size="small"
        label={t('circumstance.of', { name: person.name })}
        value={code}
        minWidth={160}
        disabled={record.isPending}
        options={[
          { value: 'none', label: t('circumstance.none') },
          { value: 'cannot-walk', label: t('circumstance.cannotWalk') },
          { value: 'away', label: t('circumstance.away') },
        ]}
        onChange={(next) => void put(next).then(() => say(t('circumstance.saved'), () => void put(code)), () => undefined)}
      />
      {since}
      <ProblemNotice error={record.error} />
    </>
  );
}
