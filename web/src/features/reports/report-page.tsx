import { App, Button } from 'antd';
import { Fragment } from 'react';
import { useNavigate, useParams } from 'react-router-dom';
import { AsWritten } from '@/components/as-written';
import { PageHead } from '@/components/page-head';
import { PrintHead } from '@/components/print-head';
import { ProblemNotice } from '@/components/problem-notice';
import { Waiting } from '@/components/waiting';
import { formatDate } from '@/lib/format';
import { useT } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import { useReport } from './api/get-report';
import { useRecalculate } from './api/recalculate';
import { StepButtons } from './step-buttons';
import { SectionEditor } from './section-editor';
import { TableEditor } from './table-editor';
import { stateWord } from './state-words';
import styles from './report.module.css';

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
  const writes = may.includes('report');
  const editable = writes && (data.state === 'draft' || data.state === 'returned');
  const toMark = () => document.querySelector('[data-mark="missing"]')?.scrollIntoView({ block: 'center' });
  return (
    <>
      <PrintHead unit={data.unit_name ?? undefined} />
      <PageHead
        title={data.title ?? t('report.template', { id: data.template })}
        back={() => navigate('/reports')}
        note={[data.unit_name, `${formatDate(data.from)} – ${formatDate(data.to)}`, t(stateWord(data.state)), data.number && t('report.numbered', { number: data.number }), data.signed_on && t('report.signedAt', { date: formatDate(data.signed_on) }), data.due_on && t('report.dueOn', { date: formatDate(data.due_on) })].filter(Boolean).join(' · ')}
        actions={
          <>
            {editable && (
              <Button loading={recalculate.isPending} onClick={() => recalculate.mutate(undefined, { onSuccess: () => void message.success(t('report.recalculated')) })}>
                {t('report.recalculate')}
              </Button>
            )}
            {writes && <StepButtons report={data} />}
            <Button type="primary" href={`/api/v1/reports/${id}/document`} download>{t('report.download')}</Button>
          </>
        }
      />
      <AsWritten words="report.inVietnamese" />
      <ProblemNotice error={recalculate.error} />
      {data.missing > 0 && (
        <p style={{ color: 'var(--near)' }}>
          ! {t('report.missingNote', { count: data.missing })}{' '}
          <Button size="small" type="link" className="no-print" onClick={toMark}>{t('report.toMark')}</Button>
        </p>
      )}
      {data.sections.map((section, place) => (
        <Fragment key={section.id}>
          {section.group && section.group !== data.sections[place - 1]?.group && <h2 className={styles.group}>{section.group}</h2>}
          <SectionEditor report={id} section={section} editable={editable} />
        </Fragment>
      ))}
      {data.tables.length > 0 && <h2 className={styles.group}>{t('report.tables')}</h2>}
      {data.tables.map((table) => <TableEditor key={table.id} report={id} table={table} editable={editable} />)}
      {data.steps.length > 0 && (
        <section className="no-print">
          <h2>{t('report.way')}</h2>
          <ol className={styles.way}>
            {data.steps.map((step, place) => (
              <li key={place}>
                <strong>{t(stateWord(step.state))}</strong> {[formatDate(step.on), step.by, step.number, step.reason].filter(Boolean).join(' · ')}
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}
