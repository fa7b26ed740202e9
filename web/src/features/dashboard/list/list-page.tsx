import { Button } from 'antd';
import { useState } from 'react';
import { PageHead } from '@/components/page-head';
import { PrintHead } from '@/components/print-head';
import { ProblemNotice } from '@/components/problem-notice';
import { Waiting } from '@/components/waiting';
import { Problem } from '@/lib/api';
import { formatCount, formatDate } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { apart, usePlaceName } from '@/lib/requests/units';
import { useReader } from '@/lib/session';
import { useBack } from '@/lib/use-back';
import { useKept } from '@/lib/use-kept';
import { useShortcuts } from '@/lib/use-shortcuts';
import { useMembers, type Filter, type Member } from '../api/get-members';
import { useScorecard } from '../api/get-scorecard';
import { useQuestion } from '../question';
import { AssignDialog } from './assign-dialog';
import { CountsByHamlet } from './counts-by-hamlet';
import { MemberTable } from './member-table';
import { firstFree, SelectionBar } from './selection-bar';
import { WhyFilter } from './why-filter';
import styles from './list.module.css';

// More sheets than that nobody carries along; the paper says how many there are.
const mostOnPaper = 2000;

// The members behind a figure, ranked for work.
export default function ListPage() {
  const { t, told } = useLanguage();
  const reader = useReader();
  const { question, params, change } = useQuestion();
  const id = params.get('indicator') ?? '';
  const filter: Filter = Object.fromEntries(
    ['met', 'why', 'reason', 'effect', 'from', 'companion', 'split', 'group'].flatMap((key) => (params.has(key) ? [[key, params.get(key) ?? '']] : [])),
  );
  const card = useScorecard(question);
  const placeName = usePlaceName(question.asOf);
  const list = useMembers(id, question, filter);
  const [selected, setSelected] = useKept<ReadonlySet<string>>('selected', new Set());
  const [giving, setGiving] = useState(false);
  const [printing, setPrinting] = useState(false);
  const back = useBack(`/dashboard?unit=${question.unit}`);
  useShortcuts({ Escape: back });

  const indicator = card.data?.catalogue.find((one) => one.id === id);
  const unit = card.data?.units.find((one) => one.id === question.unit);
  // Within one commune the name of a hamlet is enough.
  const narrower = unit?.kind === 'commune' || unit?.kind === 'hamlet';
  const hamletName = (id: string | null | undefined, name: string) => {
    const one = card.data?.units.find((other) => other.id === id);
    return one ? apart(one, card.data?.units ?? []) : name;
  };
  const members = list.data?.pages.flatMap((page) => page.members) ?? [];
  const withheld = list.error instanceof Problem && [list.error.code, list.error.path].includes('names-not-allowed');
  const people = indicator?.member_type === 'patient';
  const assignable = people && filter.met === 'false' && reader.may.includes('assign');
  const short = indicator && told(indicator.short, indicator.short_en);
  const what = params.get('title') ?? t(filter.met === 'true' ? 'list.met' : 'list.notMet');
  const total = list.data?.pages[0]?.total ?? members.length;
  const closed = list.data?.pages[0]?.closed ?? 0;
  const loadUntil = async (enough: (all: Member[]) => boolean): Promise<Member[]> => {
    let all = members;
    let more = list.hasNextPage;
    while (more && !enough(all)) {
      const next = await list.fetchNextPage();
      if (!next.data || next.isError) break;
      all = next.data.pages.flatMap((page) => page.members);
      more = next.hasNextPage;
    }
    return all;
  };
  // The capacity of a week may be more than the list has loaded so far; paper holds all of it.
  const takeFirst = async (count: number) => setSelected(firstFree(await loadUntil((all) => firstFree(all, count).size >= count), count));
  const onPrint = async () => {
    setPrinting(true);
    await loadUntil((all) => all.length >= mostOnPaper);
    setPrinting(false);
    // After the rows are drawn.
    requestAnimationFrame(() => setTimeout(() => window.print()));
  };
  return (
    <div className={styles.paper}>
      <PrintHead unit={unit?.name} date={question.asOf} />
      <PageHead
        title={`${short ?? ''} – ${unit?.name ?? ''}`}
        back={back}
        note={`${what} · ${t('dashboard.asOf').toLowerCase()} ${formatDate(question.asOf)}`}
        actions={!withheld && members.length > 0 && <Button className="no-phone" loading={printing} onClick={() => void onPrint()}>{t('app.print')}</Button>}
      />
      {filter.met === 'false' && !withheld && (
        <WhyFilter
          indicator={id}
          question={question}
          chosen={filter.why}
          choose={(why) => change({ why })}
          units={card.data?.units ?? []}
          goTo={(next) => change({ unit: next, why: null })}
        />
      )}
      {withheld ? (
        <CountsByHamlet indicator={id} question={question} />
      ) : (
        <>
          <ProblemNotice error={list.error} again={() => void list.refetch()} />
          {list.isPending && <Waiting rows={12} />}
          {list.data && (
            <p className="print-only small">{members.length < total ? t('list.ofAll', { shown: formatCount(members.length), total: formatCount(total) }) : t('list.allRows', { total: formatCount(total) })}</p>
          )}
          {closed > 0 && <p className="small">{t('list.closed', { count: formatCount(closed) })}</p>}
          {list.data && (
            <MemberTable members={members} people={people} today={reader.today} selectable={assignable} selected={selected} select={setSelected} placeName={narrower ? hamletName : placeName} />
          )}
          {list.hasNextPage && (
            <p className="no-print" style={{ marginTop: 10 }}>
              <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('app.more')}</Button>
            </p>
          )}
          {assignable && members.length > 0 && (
            <SelectionBar selected={selected} select={setSelected} take={takeFirst} give={() => setGiving(true)} />
          )}
        </>
      )}
      {giving && indicator && (
        <AssignDialog
          indicator={indicator}
          what={short ?? ''}
          place={unit?.name ?? ''}
          unit={question.unit}
          members={members.filter((one) => selected.has(one.member))}
          close={() => setGiving(false)}
          given={() => setSelected(new Set())}
        />
      )}
    </div>
  );
}
