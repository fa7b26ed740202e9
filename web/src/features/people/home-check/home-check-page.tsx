import { App } from 'antd';
import { useParams, useSearchParams } from 'react-router-dom';
import { PageHead } from '@/components/page-head';
import { ProblemNotice } from '@/components/problem-notice';
import { Waiting } from '@/components/waiting';
import { formatAge } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import { sexWord } from '@/lib/sex';
import { useBack } from '@/lib/use-back';
import { usePerson } from '../api/get-person';
import { useRecordHomeCheck } from '../api/record-home-check';
import { HomeCheckForm } from './home-check-form';

// Opened from a person, or from an item of a worklist, which it then closes.
export function HomeCheckPage() {
  const { t, language, told } = useLanguage();
  const { id = '' } = useParams();
  const [params] = useSearchParams();
  const back = useBack(`/people/${id}`);
  const { message } = App.useApp();
  const { today } = useReader();
  const person = usePerson(id);
  const record = useRecordHomeCheck(id);
  const item = params.get('item') ?? undefined;
  if (person.isPending) return <Waiting rows={8} />;
  if (!person.data) return <ProblemNotice error={person.error} again={() => void person.refetch()} />;
  const { name, sex, birth_date: born, home } = person.data;
  return (
    <>
      <PageHead
        title={`${t('check.title')}: ${name}`}
        back={back}
        note={[t(sexWord(sex)), born && formatAge(born, today, language), home?.unit_name].filter(Boolean).join(' · ')}
      />
      <HomeCheckForm
        key={id}
        person={id}
        back={back}
        saving={record.isPending}
        error={record.error}
        save={(check, done) =>
          record.mutate(
            { ...check, item },
            {
              onSuccess: ({ flags, pre_screening: waits, figure }) => {
                done();
                for (const flag of flags) void message.warning({ content: told(flag.text, flag.text_en), duration: 10 });
                const indicator = told(figure?.title, figure?.title_en) || '';
                const why = (told(figure?.why_title, figure?.why_title_en) || '').toLowerCase();
                if (figure?.met) void message.success({ content: t('check.counts', { name, indicator }), duration: 8 });
                else if (figure) void message.info({ content: [t('check.countsNot', { name, indicator, why }), told(figure.note, figure.note_en)].filter(Boolean).join(' '), duration: 10 });
                else if (waits) void message.success({ content: t('check.waits', { name }), duration: 8 });
                else if (flags.length === 0) void message.success(t('check.saved', { name }));
                back();
              },
            },
          )
        }
      />
    </>
  );
}
