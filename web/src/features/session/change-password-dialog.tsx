import { App, Button, Form, Input, Modal } from 'antd';
import { ProblemNotice } from '@/components/problem-notice';
import { Problem } from '@/lib/api';
import { useLanguage } from '@/lib/i18n';
import { useChangePassword } from './api/change-password';

interface Fields {
  current: string;
  new: string;
  again: string;
}

// A refusal that is told at its field.
const fieldOf = (error: unknown) =>
  error instanceof Problem && (error.path === 'current' || error.path === 'new') ? error.path : undefined;

export function ChangePasswordDialog({ user, close }: { user: string; close: () => void }) {
  const { t, language } = useLanguage();
  const { message } = App.useApp();
  const change = useChangePassword();
  const [form] = Form.useForm<Fields>();

  // Once it stands; who has begun to type is not called back.
  const begin = () => {
    if (!document.activeElement?.closest('#change-password')) focus('current');
  };
  const focus = (name: keyof Fields) => (form.getFieldInstance(name) as HTMLInputElement | undefined)?.focus();
  const onError = (error: Error) => {
    const name = fieldOf(error);
    if (!name) return;
    form.setFields([{ name, errors: [language === 'vi' ? error.message : (error as Problem).detailEn] }]);
    focus(name);
  };
  const onSuccess = () => {
    void message.success(t('password.done'));
    close();
  };

  return (
    <Modal open title={t('password.change')} onCancel={close} afterOpenChange={(open) => open && begin()} footer={null} width={440} destroyOnHidden>
      <p className="quiet small">{t('password.note')}</p>
      <Form
        form={form}
        name="change-password"
        layout="vertical"
        requiredMark={false}
        // Judged when it is sent; what is typed anew is not blamed for what stood there.
        validateTrigger="onSubmit"
        onValuesChange={(changed: Partial<Fields>) =>
          form.setFields((Object.keys(changed) as (keyof Fields)[]).map((name) => ({ name, errors: [] })))
        }
        onFinish={(values) => change.mutate({ current: values.current, new: values.new }, { onSuccess, onError })}
        onFinishFailed={({ errorFields }) => focus(errorFields[0]?.name[0] as keyof Fields)}
      >
        {/* Whose password it is, for the browser that keeps it. */}
        <input hidden readOnly autoComplete="username" value={user} />
        <Form.Item name="current" label={t('password.current')} rules={[{ required: true, message: t('password.needCurrent') }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item name="new" label={t('password.new')} extra={t('password.rule')} rules={[{ required: true, message: t('password.needNew') }]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="again"
          label={t('password.again')}
          rules={[
            { required: true, message: t('password.needAgain') },
            { validator: (_, again) => (!again || again === form.getFieldValue('new') ? Promise.resolve() : Promise.reject(new Error(t('password.differ')))) },
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <ProblemNotice error={fieldOf(change.error) ? null : change.error} />
        <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end' }}>
          <Button onClick={close}>{t('app.cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={change.isPending}>{t('password.change')}</Button>
        </div>
      </Form>
    </Modal>
  );
}
