import { App, Button } from 'antd';
import { useNavigate, useParams } from 'react-router-dom';
import { PageHead } from '@/components/page-head';
import { PrintHead } from '@/components/print-head';
import { ProblemNotice } from '@/components/problem-notice';
import { Waiting } from '@/components/waiting';
import { formatDate } from '@/lib/format';
import { useT } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import { useReport } from './api/get-report';
import { useRecalculate } from './api/recalculate';
import { SectionEditor } from './section-editor';
import { stateWord } from './state-words';

export function ReportPage() {
  const t = useT();
  const navigate = useNavigate();
  const { id = '' } = useParams();
  const { may } = useReader();
  const { message } = App.useApp();
  const report = useReport(id);
  const recalculate = useRecalculate(id);
  if (report.isPending) return <Waiting rows={12} />;
  if (!report.data) return <ProblemNotice error={report.error} again={() => void report.refetch()} />;
  const { data } = report;
  const editable = may.includes('report') && data.state === 'draft';
  return (
    <>
      <PrintHead unit={data.unit_name ?? undefined} />
      <PageHead
        title={data.title ?? t('report.template', { id: data.template })}
        back={() => navigate('/reports')}
        note={[data.unit_name, `${formatDate(data.from)} – ${formatDate(data.to)}`, t(stateWord(data.state))].filter(Boolean).join(' · ')}
        actions={
          <>
            {editable && (
              <Button loading={recalculate.isPending} onClick={() => recalculate.mutate(undefined, { onSuccess: () => void message.success(t('report.recalculated')) })}>
                {t('report.recalculate')}
              </Button>
            )}
            <Button type="primary" href={`/api/v1/reports/${id}/document`} download>{t('report.download')}</Button>
          </>
        }
      />
      <ProblemNotice error={recalculate.error} />
      {data.missing > 0 && <p style={{ color: 'var(--near)' }}>! {t('report.missingNote', { count: data.missing })}</p>}
      {data.sections.map((section) => (
        <SectionEditor key={section.id} report={id} section={section} editable={editable} />
      ))}
    </>
  );
}
