import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { DataTable } from '@/components/data-table';
import { Empty } from '@/components/empty';
import { PageHead } from '@/components/page-head';
import { Punctual } from '@/components/punctual';
import { ProblemNotice } from '@/components/problem-notice';
import { Waiting } from '@/components/waiting';
import { formatDate } from '@/lib/format';
import { useT } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import { useReports, type ReportHead } from './api/get-reports';
import { NewReport } from './new-report';
import { stateWord } from './state-words';

export function ReportList() {
  const t = useT();
  const { may } = useReader();
  const reports = useReports();
  const [making, setMaking] = useState(false);
  return (
    <>
      <PageHead
        title={t('place.reports')}
        actions={may.includes('report') && <Button type="primary" onClick={() => setMaking(true)}>{t('report.new')}</Button>}
      />
      <ProblemNotice error={reports.error} again={() => void reports.refetch()} />
      {reports.isPending && <Waiting rows={6} />}
      {reports.data?.length === 0 && <Empty>{t(may.includes('report') ? 'report.none' : 'report.noneToRead')}</Empty>}
      {reports.data && reports.data.length > 0 && (
        <DataTable
          cards
          label={t('place.reports')}
          rows={reports.data}
          rowKey={(report) => report.id}
          columns={[
            { key: 'title', title: t('report.title'), className: 'title', cell: (report) => <Link to={`/reports/${report.id}`}>{report.title ?? t('report.template', { id: report.template })}</Link> },
            { key: 'unit', title: t('dashboard.unit'), cell: (report) => report.unit_name ?? '–' },
            { key: 'period', title: t('report.period'), cell: (report) => `${formatDate(report.from)} – ${formatDate(report.to)}` },
            { key: 'state', title: t('plan.state'), cell: (report) => t(stateWord(report.state)) },
            { key: 'due', title: t('report.due'), number: true, cell: (report) => formatDate(report.due_on) },
            { key: 'punctual', title: t('report.punctual'), cell: (report) => <Punctual due={report} /> },
            { key: 'missing', title: t('report.missing'), number: true, cell: (report) => <Missing report={report} /> },
          ]}
        />
      )}
      {making && <NewReport close={() => setMaking(false)} />}
    </>
  );
}

function Missing({ report }: { report: ReportHead }) {
  return report.missing > 0 ? <strong style={{ color: 'var(--near)' }}>{report.missing}</strong> : <>0</>;
}
