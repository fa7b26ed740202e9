import { Link } from 'react-router-dom';
import { DataTable } from '@/components/data-table';
import { Punctual } from '@/components/punctual';
import { ProblemNotice } from '@/components/problem-notice';
import { formatDate } from '@/lib/format';
import { useLanguage, useT } from '@/lib/i18n';
import { useReportDuties } from '@/lib/requests/report-duties';
import { useReader } from '@/lib/session';

// The reports that the plan assigns: when each is due, and whether the reader's unit handed it in.
export function DutyTable() {
  const t = useT();
  const { language } = useLanguage();
  const reads = useReader().places.includes('reports');
  const duties = useReportDuties(reads);
  if (!reads || duties.isPending) return null;
  if (!duties.data) return <ProblemNotice error={duties.error} again={() => void duties.refetch()} />;
  return (
    <>
      <h2>{t('plan.duties', { unit: duties.data.unit_name })}</h2>
      <DataTable
        cards
        label={t('plan.duties', { unit: duties.data.unit_name })}
        rows={duties.data.duties}
        rowKey={(one) => one.template + one.from + one.to}
        columns={[
          { key: 'title', title: t('report.title'), className: 'title', cell: (one) => {
            const title = `${t('report.template', { id: one.template })}, ${language === 'en' ? one.title_en : one.title}`;
            return one.report ? <Link to={`/reports/${one.report}`}>{title}</Link> : title;
          } },
          { key: 'period', title: t('report.period'), cell: (one) => `${formatDate(one.from)} – ${formatDate(one.to)}` },
          { key: 'due', title: t('report.due'), number: true, cell: (one) => formatDate(one.due_on) },
          { key: 'sent', title: t('report.sentOn'), number: true, cell: (one) => formatDate(one.sent_on) },
          { key: 'state', title: t('plan.state'), cell: (one) => <Punctual due={one} /> },
        ]}
      />
    </>
  );
}
