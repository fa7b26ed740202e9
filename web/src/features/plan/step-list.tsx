import { Button } from 'antd';
import { useState } from 'react';
import { DataTable } from '@/components/data-table';
import { StatusSign } from '@/components/status-sign';
import { Unverified } from '@/components/unverified';
import { formatDate } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import type { PlanStep, Taken } from './api/get-plan';
import { StepDialog } from './step-dialog';
import styles from './plan.module.css';

// Steps of the plan that are a decision, not a number: for each unit the document that took it.
export function StepList({ steps }: { steps: PlanStep[] }) {
  const { t, told } = useLanguage();
  const titleOf = (step: PlanStep) => told(step.title, step.title_en);
  const { may } = useReader();
  const [open, setOpen] = useState<{ step: PlanStep; unit: Taken }>();
  const editable = may.includes('plan');
  return (
    <>
      <p className="quiet small">{t('plan.stepNote')}</p>
      {steps.map((step) => (
        <section key={step.id}>
          <h2 className={styles.step}>
            {step.clause} {titleOf(step)} {step.checked === false && <Unverified short />}
          </h2>
          <p className="quiet small">{t('plan.stepsDone', { done: step.units.filter((unit) => unit.state === 'done').length, total: step.units.length })}</p>
          <DataTable
            label={titleOf(step)}
            rows={step.units}
            rowKey={(unit) => unit.unit}
            columns={[
              { key: 'unit', title: t('dashboard.unit'), cell: (unit) => unit.unit_name },
              { key: 'state', title: t('plan.state'), width: 150, cell: (unit) => (unit.state === 'done' ? <StatusSign status="reached" word /> : <span className="quiet">{t('plan.notTaken')}</span>) },
              { key: 'number', title: t('report.number'), cell: (unit) => unit.number ?? '–' },
              { key: 'on', title: t('plan.issuedOn'), number: true, cell: (unit) => formatDate(unit.issued_on) },
              ...(editable
                ? [{ key: 'edit', title: '', className: 'no-print', cell: (unit: Taken) => <Button size="small" aria-label={t('plan.editStep', { title: titleOf(step), unit: unit.unit_name })} onClick={() => setOpen({ step, unit })}>{t('plan.edit')}</Button> }]
                : []),
            ]}
          />
        </section>
      ))}
      {open && <StepDialog key={open.step.id + open.unit.unit} step={open.step} unit={open.unit} close={() => setOpen(undefined)} />}
    </>
  );
}
