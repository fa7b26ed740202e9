import { Link } from 'react-router-dom';
import { DataTable } from '@/components/data-table';
import { formatDate } from '@/lib/format';
import { useT } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import type { WorklistHead } from './api/get-worklists';
import { Progress } from './progress';
import { listPath, type Wanted } from './work-path';
import { waitingOutcomes } from './worklist/use-entry';

interface Props {
  lists: WorklistHead[];
  withOwner: boolean;
  wanted?: Wanted | null;
}

export function WorklistTable({ lists, withOwner, wanted }: Props) {
  const t = useT();
  const { user } = useReader();
  const waiting = (list: WorklistHead) => waitingOutcomes(user, list.id);
  const sorted = [...lists].sort((a, b) => (a.due_on ?? '').localeCompare(b.due_on ?? ''));
  return (
    <section>
      <h2>{t('work.lists')}</h2>
      <DataTable
        cards
        label={t('work.lists')}
        rows={sorted}
        rowKey={(list) => list.id}
        columns={[
          { key: 'title', title: t('work.list'), className: 'title', cell: (list) => <><Link to={listPath(list.id, wanted)}>{list.title}</Link>{waiting(list) > 0 && <span style={{ color: 'var(--near)' }}> · {t('work.unsaved', { count: waiting(list) })}</span>}</> },
          ...(withOwner ? [{ key: 'owner', title: t('assign.owner'), cell: (list: WorklistHead) => list.owner.name }] : []),
          { key: 'unit', title: t('list.hamlet'), cell: (list) => list.unit_name ?? '–' },
          {
            key: 'due',
            title: t('list.due'),
            number: true,
            cell: (list) => (
              <span style={list.late ? { color: 'var(--behind)' } : undefined}>
                {formatDate(list.due_on)}
                {list.late && <> · {t('work.late', { count: list.by_outcome.open })}</>}
              </span>
            ),
          },
          { key: 'progress', title: t('work.done'), width: 210, cell: (list) => <Progress total={list.total} counts={list.by_outcome} /> },
        ]}
      />
    </section>
  );
}
