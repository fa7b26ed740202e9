import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { DateField } from '@/components/date-field';
import { Pick } from '@/components/pick';
import { ProblemNotice } from '@/components/problem-notice';
import { addDays } from '@/lib/days';
import { useT } from '@/lib/i18n';
import { useWorkers } from '@/lib/requests/workers';
import { useReader } from '@/lib/session';
import { useAssignWork } from '../api/assign-work';
import type { Member } from '../api/get-members';
import { likelyOwner, mostFrequent, sharesByHamlet, type Share } from './shares';

interface Props {
  indicator: string;
  // What is to be done, in short; the place is added.
  what: string;
  place: string;
  unit: string;
  members: Member[];
  close: () => void;
  given: () => void;
}

interface Values {
  title: string;
  owner: string;
  due_on: string;
  reason: string;
}

// Everybody to the worker of their own hamlet.
const each = 'each hamlet';

export function AssignDialog({ indicator, what, place, unit, members, close, given }: Props) {
  const t = useT();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const { today } = useReader();
  const workers = useWorkers(unit);
  const assign = useAssignWork();
  const [busy, setBusy] = useState(false);
  const [form] = Form.useForm<Values>();
  const chosen = Form.useWatch('owner', form);
  const known = workers.data ?? [];
  const { shares, left } = sharesByHamlet(members, known);
  const owner = likelyOwner(members, known);

  const give = (values: Values, share: Share, title: string) =>
    assign.mutateAsync({ ...values, title, owner: share.owner.user, indicator, unit: share.owner.unit, members: share.members.map((one) => one.member) });

  const onFinish = async (values: Values) => {
    const whole = { owner: known.find((one) => one.user === values.owner)!, members };
    const wanted = values.owner === each ? shares : [whole];
    setBusy(true);
    try {
      const lists = [];
      for (const share of wanted) lists.push(await give(values, share, values.owner === each ? `${what} – ${share.owner.unit_name}` : values.title));
      given();
      close();
      const path = lists.length === 1 ? `/work/${lists[0]!.id}` : '/work';
      void message.success({
        duration: 8,
        content: (
          <>
            {t('assign.done', { count: lists.reduce((sum, one) => sum + one.items, 0) })}{' '}
            <Button size="small" onClick={() => navigate(path)}>{t('assign.see')}</Button>
          </>
        ),
      });
    } catch {
      // The notice below says what the server answered; lists given before it stay given.
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal open title={t('assign.title', { count: members.length })} onCancel={close} footer={null} width={520} destroyOnHidden>
      {workers.data && (
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{
            title: `${what} – ${place}`,
            owner: shares.length > 1 ? each : owner?.user,
            due_on: addDays(today, 14),
            reason: mostFrequent(members.map((one) => one.why_title)),
          }}
          onFinish={(values: Values) => void onFinish(values)}
        >
          <Form.Item name="owner" label={t('assign.owner')} rules={[{ required: true, message: t('assign.needOwner') }]}>
            <Pick
              search
              options={[
                ...(shares.length > 1 ? [{ value: each, label: t('assign.each', { count: shares.length }) }] : []),
                ...known.map((one) => ({ value: one.user, label: `${one.name} – ${one.unit_name}` })),
              ]}
            />
          </Form.Item>
          {chosen === each ? (
            <>
              <p className="quiet small">
                {shares.map((share) => t('assign.share', { unit: share.owner.unit_name, name: share.owner.name, count: share.members.length })).join('; ')}
              </p>
              {left.length > 0 && <p className="small" style={{ color: 'var(--near)' }}>! {t('assign.left', { count: left.length })}</p>}
            </>
          ) : (
            <Form.Item name="title" label={t('assign.name')} rules={[{ required: true, message: t('assign.needName') }]}>
              <Input maxLength={200} />
            </Form.Item>
          )}
          <Form.Item name="due_on" label={t('assign.due')}>
            <DateField min={today} />
          </Form.Item>
          <Form.Item name="reason" label={t('assign.reason')}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} />
          </Form.Item>
          <ProblemNotice error={assign.error} />
          <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end' }}>
            <Button onClick={close}>{t('app.cancel')}</Button>
            <Button type="primary" htmlType="submit" loading={busy}>{t('list.give')}</Button>
          </div>
        </Form>
      )}
      <ProblemNotice error={workers.error} again={() => void workers.refetch()} />
    </Modal>
  );
}
