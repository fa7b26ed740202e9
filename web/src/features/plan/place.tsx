import { useSearchParams } from 'react-router-dom';
import { AsWritten } from '@/components/as-written';
import { PageHead } from '@/components/page-head';
import { Parts } from '@/components/parts';
import { PlanPick } from '@/components/plan-pick';
import { PrintHead } from '@/components/print-head';
import { ProblemNotice } from '@/components/problem-notice';
import { Unverified } from '@/components/unverified';
import { Waiting } from '@/components/waiting';
import { useLanguage } from '@/lib/i18n';
import { usePlan } from './api/get-plan';
import { AimList } from './aim-list';
import { AssignedGrid } from './assigned-grid';
import { AssignmentList } from './assignment-list';
import { MilestoneGrid } from './milestone-grid';
import { PaperLine } from './paper-line';
import { StepList } from './step-list';
import { TaskTable } from './task-table';

export default function PlanPage() {
  const { t, told } = useLanguage();
  const plan = usePlan();
  const [params, setParams] = useSearchParams();
  if (plan.isPending) return <Waiting rows={10} />;
  if (!plan.data) return <ProblemNotice error={plan.error} again={() => void plan.refetch()} />;
  const { data } = plan;
  const put = (key: string, value: string | null) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === null) next.delete(key);
        else next.set(key, value);
        return next;
      },
      { replace: true },
    );
  return (
    <div className="print-wide">
      <PrintHead />
      <PageHead
        title={t('place.plan')}
        note={
          <>
            {told(data.title, data.title_en)}. <PaperLine plan={data} />
            {data.checked === false && <> · <Unverified /></>}
          </>
        }
      />
      <AsWritten words="plan.translated" />
      <div className="no-print" style={{ maxWidth: 420 }}><PlanPick change={(id) => put('plan', id)} /></div>
      <Parts
        label={t('place.plan')}
        shown={params.get('part') ?? 'targets'}
        show={(part) => put('part', part)}
        parts={[
          { key: 'targets', label: t('plan.targets'), children: <MilestoneGrid targets={data.targets} horizon={data.horizon} /> },
          ...(data.steps.length > 0 ? [{ key: 'steps', label: t('plan.stepsPart'), children: <StepList steps={data.steps} /> }] : []),
          { key: 'assigned', label: t('plan.assigned'), children: <AssignedGrid targets={data.targets} /> },
          { key: 'tasks', label: t('plan.tasks'), children: <TaskTable tasks={data.tasks} /> },
          { key: 'people', label: t('plan.people'), children: <AssignmentList plan={data} /> },
          { key: 'aims', label: t('plan.aims'), children: <AimList aims={data.aims} /> },
        ]}
      />
    </div>
  );
}
