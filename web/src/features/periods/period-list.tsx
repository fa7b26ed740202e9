import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { DataTable } from '@/components/data-table';
import { Empty } from '@/components/empty';
import { PageHead } from '@/components/page-head';
import { PrintHead } from '@/components/print-head';
import { ProblemNotice } from '@/components/problem-notice';
import { Waiting } from '@/components/waiting';
import { formatDate } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import { usePeriods } from './api/get-periods';
import { CloseDialog } from './close-dialog';
import { authorWord } from './author-word';

// Figures as they were answered for a period, kept for good.
export function PeriodList() {
  const { t, told } = useLanguage();
  const { may } = useReader();
  const periods = usePeriods();
  const [closing, setClosing] = useState(false);
  return (
    <>
      <PrintHead />
      <PageHead
        title={t('place.periods')}
        note={t('period.note')}
        actions={may.includes('report') && <Button type="primary" onClick={() => setClosing(true)}>{t('period.close')}</Button>}
      />
      <ProblemNotice error={periods.error} again={() => void periods.refetch()} />
      {periods.isPending && <Waiting rows={6} />}
      {periods.data?.length === 0 && <Empty>{t(may.includes('report') ? 'period.empty' : 'period.emptyToRead')}</Empty>}
      {periods.data && periods.data.length > 0 && (
        <DataTable
          cards
          label={t('place.periods')}
          rows={periods.data}
          rowKey={(one) => one.id}
          columns={[
            { key: 'title', title: t('report.period'), className: 'title', cell: (one) => <Link to={`/periods/${one.id}`}>{told(one.title, one.title_en)}</Link> },
            { key: 'unit', title: t('dashboard.unit'), cell: (one) => one.unit_name },
            { key: 'days', title: t('period.days'), cell: (one) => `${formatDate(one.from)} – ${formatDate(one.to)}` },
            { key: 'closed', title: t('period.closedOn'), number: true, cell: (one) => formatDate(one.closed_at) },
            { key: 'by', title: t('period.closedBy'), cell: (one) => authorWord(one, t) },
            {
              key: 'state',
              title: t('plan.state'),
              cell: (one) => (one.state === 'replaced' ? <span className="quiet">{t('period.replaced')}</span> : t('period.closed')),
            },
            { key: 'reason', title: t('period.reason'), cell: (one) => one.reason ?? '' },
          ]}
        />
      )}
      {closing && <CloseDialog close={() => setClosing(false)} />}
    </>
  );
}
