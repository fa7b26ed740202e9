import { Segmented } from 'antd';
import { Link, useSearchParams } from 'react-router-dom';
import { Empty } from '@/components/empty';
import { PageHead } from '@/components/page-head';
import { PrintHead } from '@/components/print-head';
import { ProblemNotice } from '@/components/problem-notice';
import { Waiting } from '@/components/waiting';
import { useT } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import { useKept } from '@/lib/use-kept';
import { useWorklists } from './api/get-worklists';
import { wantedWord } from './outcome-words';
import { countOf, ownerKey, type Wanted } from './work-path';
import { WorkerTable } from './worker-table';
import { WorklistTable } from './worklist-table';

// My worklists; who gives work out sees those of the unit, with the progress of each worker.
export function WorkPage() {
  const t = useT();
  const reader = useReader();
  const leads = reader.may.includes('assign');
  const [whose, setWhose] = useKept<'mine' | 'unit'>('whose', leads && reader.places.includes('dashboard') ? 'unit' : 'mine');
  const lists = useWorklists(whose);
  const [params] = useSearchParams();
  const owner = params.get('owner');
  const wanted = params.get('outcome') as Wanted | null;
  const theirs = (lists.data ?? []).filter((list) => !owner || ownerKey(list) === owner);
  const shown = theirs.filter((list) => !wanted || countOf(list, wanted) > 0);
  const ownerName = theirs[0]?.owner.name;
  return (
    <>
      <PrintHead />
      <PageHead
        title={t('place.work')}
        actions={
          leads && (
            <Segmented
              value={whose}
              onChange={(next) => setWhose(next as 'mine' | 'unit')}
              options={[{ value: 'mine', label: t('work.mine') }, { value: 'unit', label: t('work.unit') }]}
            />
          )
        }
      />
      <ProblemNotice error={lists.error} again={() => void lists.refetch()} />
      {lists.isPending && <Waiting rows={8} />}
      {lists.data?.length === 0 && <Empty>{t(whose === 'mine' ? 'work.noneMine' : 'work.noneUnit')}</Empty>}
      {lists.data && lists.data.length > 0 && (
        <>
          {whose === 'unit' && !owner && <WorkerTable lists={lists.data} />}
          {owner && (
            <p>
              {[ownerName, wanted && t(wantedWord(wanted))].filter(Boolean).join(' · ')} <Link className="no-print" to="/work">{t('work.allWorkers')}</Link>
            </p>
          )}
          <WorklistTable lists={shown} withOwner={whose === 'unit'} wanted={wanted} />
        </>
      )}
    </>
  );
}
