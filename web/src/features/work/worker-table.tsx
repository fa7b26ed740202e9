import { useMemo } from 'react';
import { Link } from 'react-router-dom';
import { DataTable } from '@/components/data-table';
import { formatCount } from '@/lib/format';
import { useT } from '@/lib/i18n';
import { usePlaceName } from '@/lib/requests/units';
import type { WorklistHead } from './api/get-worklists';
import { Progress } from './progress';
import { ownerKey, workerPath, type Wanted } from './work-path';

type Counts = WorklistHead['by_outcome'];

interface Row {
  user: string;
  name: string;
  lists: number;
  total: number;
  late: number;
  counts: Counts;
}

type NameOf = (unit: string | null | undefined, name: string) => string;

// Lists added up by who carries them out; those without a user are a unit's, each its own.
export function byWorker(lists: WorklistHead[], placeName: NameOf = (_, name) => name): Row[] {
  const rows = new Map<string, Row>();
  for (const list of lists) {
    const user = ownerKey(list);
    const row = rows.get(user) ?? {
      user, name: list.owner.user ? list.owner.name : placeName(list.unit, list.owner.name), lists: 0, total: 0, late: 0,
      counts: { done: 0, will_come: 0, not_found: 0, moved: 0, refused: 0, died: 0, open: 0 },
    };
    row.lists += 1;
    row.total += list.total;
    row.late += list.late ? list.by_outcome.open : 0;
    for (const key of Object.keys(row.counts) as (keyof Counts)[]) row.counts[key] += list.by_outcome[key];
    rows.set(user, row);
  }
  return [...rows.values()].sort((a, b) => b.late - a.late || a.name.localeCompare(b.name, 'vi'));
}

export function WorkerTable({ lists }: { lists: WorklistHead[] }) {
  const t = useT();
  const placeName = usePlaceName();
  const rows = useMemo(() => byWorker(lists, placeName), [lists, placeName]);
  const counted = (row: Row, wanted: Wanted, count: number) => (count > 0 ? <Link to={workerPath(lists, row.user, wanted)}>{formatCount(count)}</Link> : 0);
  return (
    <section>
      <h2>{t('work.workers')}</h2>
      <DataTable
        cards
        label={t('work.workers')}
        rows={rows}
        rowKey={(row) => row.user}
        columns={[
          { key: 'name', title: t('assign.owner'), className: 'title', cell: (row) => <Link to={workerPath(lists, row.user)}>{row.name}</Link> },
          { key: 'lists', title: t('work.lists'), number: true, cell: (row) => row.lists },
          { key: 'progress', title: t('work.done'), width: 210, cell: (row) => <Progress total={row.total} counts={row.counts} /> },
          { key: 'will', title: t('outcome.willCome'), number: true, cell: (row) => counted(row, 'will-come', row.counts.will_come) },
          { key: 'notFound', title: t('outcome.notFound'), number: true, cell: (row) => counted(row, 'not-found', row.counts.not_found) },
          { key: 'refused', title: t('outcome.refused'), number: true, cell: (row) => counted(row, 'refused', row.counts.refused) },
          { key: 'left', title: t('work.left'), number: true, cell: (row) => row.counts.moved + row.counts.died },
          { key: 'open', title: t('work.open'), number: true, cell: (row) => counted(row, 'open', row.counts.open) },
          { key: 'late', title: t('list.overdue'), number: true, cell: (row) => (row.late > 0 ? <strong style={{ color: 'var(--behind)' }}>{row.late}</strong> : 0) },
        ]}
      />
    </section>
  );
}
