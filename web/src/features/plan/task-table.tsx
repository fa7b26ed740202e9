import { Button } from 'antd';
import { useState } from 'react';
import { DataTable } from '@/components/data-table';
import { useCodeWord } from '@/lib/code-words';
import { formatDate } from '@/lib/format';
import { useLanguage, useT } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import type { Task } from './api/get-plan';
import { TaskDialog } from './task-dialog';
import { taskWords } from './task-words';

export function TaskTable({ tasks }: { tasks: Task[] }) {
  const { t, told } = useLanguage();
  const word = useCodeWord();
  const { today, may } = useReader();
  const [open, setOpen] = useState<string>();
  const editable = may.includes('plan');
  const opened = tasks.find((task) => task.id === open);
  const titleOf = (task: Task) => told(task.title, task.title_en);
  const late = (task: Task) => task.status !== 'done' && task.status !== 'stopped' && (task.due_on ?? '9999') < today;
  return (
    <>
      <DataTable
        cards
        label={t('plan.tasks')}
        rows={tasks}
        rowKey={(task) => task.id}
        columns={[
          { key: 'clause', title: t('plan.clause'), cell: (task) => task.clause },
          { key: 'title', title: t('plan.task'), width: '30%', className: 'title', cell: titleOf },
          { key: 'lead', title: t('plan.lead'), cell: (task) => <Lead task={task} /> },
          { key: 'support', title: t('plan.support'), cell: (task) => task.support.map((one) => word('unit', one.name)).join(', ') },
          {
            key: 'due',
            title: t('list.due'),
            number: true,
            cell: (task) => <span style={late(task) ? { color: 'var(--behind)' } : undefined}>{formatDate(task.due_on)}{late(task) && <> · {t('plan.late')}</>}</span>,
          },
          { key: 'state', title: t('plan.state'), className: 'nowrap', cell: (task) => t(taskWords[task.status]) },
          { key: 'evidence', title: t('plan.evidence'), width: '17%', cell: (task) => task.evidence ?? <span className="quiet">{told(task.product, task.product_en)}</span> },
          ...(editable
            ? [{ key: 'edit', title: '', className: 'no-print', cell: (task: Task) => <Button size="small" aria-label={t('plan.editTask', { title: titleOf(task) })} onClick={() => setOpen(task.id)}>{t('plan.edit')}</Button> }]
            : []),
        ]}
      />
      {opened && <TaskDialog key={opened.id} task={opened} close={() => setOpen(undefined)} />}
    </>
  );
}

// Who leads. What a body did that has ended since stays its own; what is open has fallen to another.
function Lead({ task }: { task: Task }) {
  const t = useT();
  const word = useCodeWord();
  if (!task.lead) return <>–</>;
  const { name, ended_on: ended } = task.lead;
  return <>{word('unit', name)}{ended && <span className="quiet small"> ({t('plan.ended', { date: formatDate(ended) })})</span>}</>;
}
