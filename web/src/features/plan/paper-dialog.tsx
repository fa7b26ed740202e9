import { App, Button, Form, Input, Modal } from 'antd';
import { DateField } from '@/components/date-field';
import { ProblemNotice } from '@/components/problem-notice';
import { useT } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import type { Plan } from './api/get-plan';
import { usePutPaper, type Paper } from './api/put-paper';

export function PaperDialog({ plan, close }: { plan: Plan; close: () => void }) {
  const t = useT();
  const { today } = useReader();
  const { message } = App.useApp();
  const put = usePutPaper();
  return (
    <Modal open title={t('plan.paper')} onCancel={close} footer={null} width={480} destroyOnHidden>
      <p className="quiet small">{t('plan.paperNote')}</p>
      <Form
        layout="vertical"
        requiredMark={false}
        initialValues={{ number: plan.number ?? '', issued_on: plan.issued_on ?? undefined, signer: plan.signer ?? '', signer_title: plan.signer_title ?? '' }}
        onFinish={(values: Paper) =>
          put.mutate(
            { ...values, version: plan.paper?.version },
            {
              onSuccess: () => {
                void message.success(t('plan.paperSaved', { number: values.number }));
                close();
              },
            },
          )
        }
      >
        <Form.Item name="number" label={t('plan.paperNumber')} rules={[{ required: true, message: t('report.needNumber') }]}>
          <Input maxLength={60} placeholder={t('plan.paperHint')} />
        </Form.Item>
        <Form.Item name="issued_on" label={t('plan.issuedOn')} rules={[{ required: true, message: t('period.needDay') }]}>
          <DateField max={today} />
        </Form.Item>
        <Form.Item name="signer_title" label={t('plan.signerTitle')}>
          <Input maxLength={100} placeholder={t('plan.signerTitleHint')} />
        </Form.Item>
        <Form.Item name="signer" label={t('plan.signer')}>
          <Input maxLength={100} />
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
