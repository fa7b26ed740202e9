import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useParams, useSearchParams } from 'react-router-dom';
import { DateField } from '@/components/date-field';
import { PageHead } from '@/components/page-head';
import { ProblemNotice } from '@/components/problem-notice';
import { useUndoMessage } from '@/components/undo-message';
import { Waiting } from '@/components/waiting';
import { formatDate } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import { useBack } from '@/lib/use-back';
import { useSaveKey, useShortcuts } from '@/lib/use-shortcuts';
import { useWorklist, type Item } from '../api/get-worklist';
import { useSaveOutcomes } from '../api/save-outcomes';
import { useUndoOutcomes } from '../api/undo-outcomes';
import { Progress } from '../progress';
import type { Wanted } from '../work-path';
import { OutcomeFilter } from './outcome-filter';
import { firstBlank, OutcomeTable } from './outcome-table';
import { PrintSheet } from './print-sheet';
import { SaveBar } from './save-bar';
import { useEntry } from './use-entry';
import styles from './worklist.module.css';

export function WorklistPage() {
  const { t, told } = useLanguage();
  const back = useBack('/work');
  const { id = '' } = useParams();
  const { today, may } = useReader();
  const list = useWorklist(id);
  const [entry, step] = useEntry(id);
  const [on, setOn] = useState(today);
  const save = useSaveOutcomes(id);
  const undo = useUndoOutcomes(id);
  const say = useUndoMessage();
  const editable = may.includes('record');
  const first = list.data?.id;
  const [params, setParams] = useSearchParams();
  const wanted = params.get('outcome') as Wanted | null;
  const saveButton = () => document.getElementById('save-outcomes');
  useSaveKey(() => saveButton()?.click());
  useShortcuts({ Escape: back, u: () => step({ type: 'undo' }) });
  useEffect(() => {
    // The hands are on the keys already; what is saved is left alone.
    if (first) firstBlank()?.focus({ preventScroll: true });
    firstBlank()?.scrollIntoView?.({ block: 'nearest' });
  }, [first, wanted]);

  if (list.isPending) return <Waiting rows={12} />;
  if (!list.data) return <ProblemNotice error={list.error} again={() => void list.refetch()} />;
  const { data } = list;
  // Saved outcomes decide, so that nobody leaves the list while it is being filled in. The number is that
  // of the whole list, as on paper.
  const items = wanted ? data.items.filter((item) => (item.outcome ?? 'open') === wanted) : data.items;
  const placeOf = (item: Item) => data.items.indexOf(item) + 1;

  // Records that are open for a time alone, as those that only the work opens; by the day they shut.
  const lent = data.items.flatMap((item) => item.open_until ?? []).sort();
  const nameOf = (id: string) => data.items.find((item) => item.item === id)?.person.name ?? '';
  const onUndo = (ids: string[]) =>
    undo.mutate(ids, { onSuccess: ({ undone }) => say(ids.length === 1 ? t('work.undoneOf', { name: nameOf(ids[0]!) }) : t('work.undone', { count: undone })) });

  const onSave = () =>
    save.mutate(
      Object.entries(entry.drafts).map(([item, draft]) => ({ item, ...draft, note: draft.note || undefined })),
      {
        onSuccess: ({ applied, problems }) => {
          step({ type: 'saved', kept: problems.map((problem) => problem.item) });
          const kept = new Set(problems.map((problem) => problem.item));
          const saved = Object.keys(entry.drafts).filter((item) => !kept.has(item));
          const done = saved.filter((item) => entry.drafts[item]?.outcome === 'done').length;
          say([t('work.saved', { count: applied }), done > 0 && t('work.savedDone', { count: done })].filter(Boolean).join(' '), saved.length > 0 ? () => onUndo(saved) : undefined);
        },
      },
    );

  return (
    <>
      <PrintSheet list={data} />
      <div className="no-print">
        <PageHead
          title={data.title}
          back={back}
          note={[data.unit_name, t('work.ownedBy', { name: data.owner.name }), t('person.due', { date: formatDate(data.due_on) }), data.reason].filter(Boolean).join(' · ')}
          actions={<Button className="no-phone" onClick={() => window.print()}>{t('work.print')}</Button>}
        />
        <div className={styles.bar}>
          <Progress total={data.total} counts={data.by_outcome} />
          {editable && (
            <span className={styles.day}>
              {t('work.contactOn')} <DateField label={t('work.contactOn')} value={on} max={today} onChange={setOn} />
            </span>
          )}
          {editable && <span className="quiet small no-phone">{t('work.keys')}</span>}
          {editable && <span className="quiet small">{t('work.doneNote')}</span>}
        </div>
        {lent.length > 0 && <p className="quiet small">{t('work.lent', { count: lent.length, date: formatDate(lent[lent.length - 1]) })}</p>}
        {data.shut > 0 && <p className="quiet small">{t('work.shut', { count: data.shut })}</p>}
        {[...(save.data?.problems ?? []), ...(undo.data?.problems ?? [])].map((problem) => (
          <p key={problem.item} role="alert" style={{ color: 'var(--behind)' }}>
            {nameOf(problem.item)}: {told(problem.detail, problem.detail_en)}
          </p>
        ))}
        {undo.data?.register_kept.map((item) => (
          <p key={item} role="alert" style={{ color: 'var(--near)' }}>{t('work.registerKept', { name: nameOf(item) })}</p>
        ))}
        <OutcomeFilter list={data} chosen={wanted} choose={(next) => setParams(next ? { outcome: next } : {}, { replace: true })} />
        <OutcomeTable items={items} placeOf={placeOf} drafts={entry.drafts} step={step} on={on} editable={editable} undoSaved={(item) => onUndo([item.item])} end={() => saveButton()?.focus()} />
        <ProblemNotice error={save.error ?? undo.error} />
        {editable && <SaveBar entry={entry} saving={save.isPending} undo={() => step({ type: 'undo' })} save={onSave} />}
      </div>
    </>
  );
}
