import { App, Button, Form, Input, Modal } from 'antd';
import { DateField } from '@/components/date-field';
import { Pick } from '@/components/pick';
import { ProblemNotice } from '@/components/problem-notice';
import { useCodeWord } from '@/lib/code-words';
import { useLanguage } from '@/lib/i18n';
import { useUnits } from '@/lib/requests/units';
import { taskStates, type Task } from './api/get-plan';
import { usePatchTask, type TaskChange } from './api/patch-task';
import { taskWords } from './task-words';

export function TaskDialog({ task, close }: { task: Task; close: () => void }) {
  const { t, told } = useLanguage();
  const product = told(task.product, task.product_en);
  const word = useCodeWord();
  const { message } = App.useApp();
  const patch = usePatchTask(task.id);
  const units = useUnits();
  const leads = (units.data ?? []).filter((unit) => unit.kind !== 'hamlet').map((unit) => ({ value: unit.id, label: unit.name }));
  return (
    <Modal open title={told(task.title, task.title_en)} onCancel={close} footer={null} width={560} destroyOnHidden>
      <Form
        layout="vertical"
        requiredMark={false}
        initialValues={{ status: task.status, lead: task.lead?.id || undefined, due_on: task.due_on ?? undefined, evidence: task.evidence ?? '', note: task.note ?? '' }}
        onFinish={(values: Omit<TaskChange, 'version'>) =>
          patch.mutate(
            { ...values, version: task.version },
            {
              onSuccess: () => {
                void message.success(t('plan.taskSaved'));
                close();
              },
            },
          )
        }
      >
        <Form.Item name="status" label={t('plan.state')}>
          <Pick options={taskStates.map((state) => ({ value: state, label: t(taskWords[state]) }))} />
        </Form.Item>
        <Form.Item name="lead" label={t('plan.lead')}>
          <Pick search placeholder={task.lead ? word('unit', task.lead.name) : undefined} options={leads} />
        </Form.Item>
        <Form.Item name="due_on" label={t('list.due')}>
          <DateField />
        </Form.Item>
        <Form.Item name="evidence" label={product ? t('plan.evidenceOf', { product }) : t('plan.evidence')}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} placeholder={t('plan.evidenceHint')} />
        </Form.Item>
        <Form.Item name="note" label={t('work.note')}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={1000} />
        </Form.Item>
        <ProblemNotice error={patch.error} />
        <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end' }}>
          <Button onClick={close}>{t('app.cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={patch.isPending}>{t('app.save')}</Button>
        </div>
      </Form>
    </Modal>
  );
}
