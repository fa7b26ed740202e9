import { App, Button, Form, Input, Modal } from 'antd';
import { DateField } from '@/components/date-field';
import { ProblemNotice } from '@/components/problem-notice';
import { useLanguage } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import type { PlanStep, Taken } from './api/get-plan';
import { usePutStep } from './api/put-step';

export function StepDialog({ step, unit, close }: { step: PlanStep; unit: Taken; close: () => void }) {
  const { t, told } = useLanguage();
  const { today } = useReader();
  const { message } = App.useApp();
  const put = usePutStep();
  return (
    <Modal open title={`${told(step.title, step.title_en)} – ${unit.unit_name}`} onCancel={close} footer={null} width={480} destroyOnHidden>
      <Form
        layout="vertical"
        requiredMark={false}
        initialValues={{ number: unit.number ?? '', issued_on: unit.issued_on ?? undefined }}
        onFinish={(values: { number: string; issued_on: string }) =>
          put.mutate(
            { ...values, step: step.id, unit: unit.unit, version: unit.version || undefined },
            {
              onSuccess: () => {
                void message.success(t('plan.stepSaved', { unit: unit.unit_name }));
                close();
              },
            },
          )
        }
      >
        <Form.Item name="number" label={t('report.number')} rules={[{ required: true, message: t('report.needNumber') }]}>
          <Input maxLength={60} placeholder={t('plan.stepHint')} />
        </Form.Item>
        <Form.Item name="issued_on" label={t('plan.issuedOn')} rules={[{ required: true, message: t('period.needDay') }]}>
          <DateField max={today} />
        </Form.Item>
        <ProblemNotice error={put.error} />
        <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end' }}>
          <Button onClick={close}>{t('app.cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={put.isPending}>{t('app.save')}</Button>
        </div>
      </Form>
    </Modal>
  );
}
