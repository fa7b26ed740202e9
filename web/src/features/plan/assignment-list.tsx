import { DataTable } from '@/components/data-table';
import { useCodeWord } from '@/lib/code-words';
import { formatDate } from '@/lib/format';
import { useLanguage, type Key } from '@/lib/i18n';
import type { Plan } from './api/get-plan';
import { DutyTable } from './duty-table';

const periodWords: Record<string, Key> = { month: 'period.month', quarter: 'period.quarter', 'half-year': 'period.half', year: 'period.year' };

// Who does what and reports to whom (section IV), who receives the plan, and who heads each unit.
export function AssignmentList({ plan }: { plan: Plan }) {
  const { t, told } = useLanguage();
  const word = useCodeWord();
  return (
    <>
      <h2>{t('plan.assignments')}</h2>
      <DataTable
        cards
        label={t('plan.assignments')}
        rows={plan.assignments}
        rowKey={(one) => one.clause + one.who}
        columns={[
          { key: 'clause', title: t('plan.clause'), cell: (one) => one.clause },
          { key: 'who', title: t('plan.who'), className: 'title', cell: (one) => word('unit', one.who) },
          { key: 'title', title: t('plan.task'), cell: (one) => told(one.title, one.title_en) },
          {
            key: 'report',
            title: t('plan.reports'),
            cell: (one) =>
              one.report_to
                ? `${word('unit', one.report_to)}${one.through ? ` (${t('plan.through', { body: word('unit', one.through) })})` : ''}`
                : '–',
          },
          { key: 'periods', title: t('plan.periods'), cell: (one) => one.periods.map((period) => (periodWords[period] ? t(periodWords[period]) : period)).join(', ') || '–' },
        ]}
      />
      <DutyTable />
      <h2>{t('plan.heads')}</h2>
      <DataTable
        cards
        label={t('plan.heads')}
        rows={plan.heads}
        rowKey={(one) => one.unit + one.name}
        columns={[
          { key: 'unit', title: t('dashboard.unit'), className: 'title', cell: (one) => one.unit_name ?? one.unit },
          { key: 'name', title: t('plan.head'), cell: (one) => one.name },
          { key: 'title', title: t('plan.headTitle'), cell: (one) => told(one.title, one.title_en) ?? '–' },
          { key: 'since', title: t('plan.since'), number: true, cell: (one) => formatDate(one.since) },
        ]}
      />
      {plan.recipients.length > 0 && (
        <>
          <h2>{t('plan.recipients')}</h2>
          <ul>
            {plan.recipients.map((one, place) => (
              <li key={one}>{told(one, plan.recipients_en[place])}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
