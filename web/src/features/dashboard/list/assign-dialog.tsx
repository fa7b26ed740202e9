import { App, Button, Form, Input, Modal } from 'antd';
import { useNavigate } from 'react-router-dom';
import { DateField } from '@/components/date-field';
import { Pick } from '@/components/pick';
import { ProblemNotice } from '@/components/problem-notice';
import { addDays } from '@/lib/days';
import { useT } from '@/lib/i18n';
import { useWorkers, type Worker } from '@/lib/requests/workers';
import { useReader } from '@/lib/session';
import { useAssignWork } from '../api/assign-work';
import type { Member } from '../api/get-members';

interface Props {
  indicator: string;
  title: string;
  unit: string;
  members: Member[];
  close: () => void;
  given: () => void;
}

// The worker of the hamlet where most of the chosen people live.
export function likelyOwner(members: Member[], workers: Worker[]): Worker | undefined {
  const counts = new Map<string, number>();
  for (const { unit } of members) if (unit) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return workers.find((worker) => worker.unit === most?.[0]);
}

function mostFrequent(words: (string | null | undefined)[]): string {
  const known = words.filter((word): word is string => Boolean(word));
  return [...new Set(known)].sort((a, b) => known.filter((one) => one === b).length - known.filter((one) => one === a).length)[0] ?? '';
}

export function AssignDialog({ indicator, title, unit, members, close, given }: Props) {
  const t = useT();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const { today } = useReader();
  const workers = useWorkers(unit);
  const assign = useAssignWork();
  const owner = likelyOwner(members, workers.data ?? []);
  const places = [...new Set(members.map((one) => one.unit_name).filter(Boolean))];

  return (
    <Modal open title={t('assign.title', { count: members.length })} onCancel={close} footer={null} width={520} destroyOnHidden>
      {workers.data && (
        <Form
          layout="vertical"
          requiredMark={false}
          initialValues={{
            title,
            owner: owner?.user,
            due_on: addDays(today, 14),
            reason: mostFrequent(members.map((one) => one.why_title)),
          }}
          onFinish={(values: { title: string; owner: string; due_on: string; reason: string }) =>
            assign.mutate(
              { ...values, indicator, unit: workers.data.find((one) => one.user === values.owner)?.unit ?? unit, members: members.map((one) => one.member) },
              {
                onSuccess: ({ id, items }) => {
                  given();
                  close();
                  void message.success({
                    duration: 8,
                    content: (
                      <>
                        {t('assign.done', { count: items })}{' '}
                        <Button size="small" onClick={() => navigate(`/work/${id}`)}>{t('assign.see')}</Button>
                      </>
                    ),
                  });
                },
              },
            )
          }
        >
          {places.length > 1 && <p className="quiet small">{t('assign.places', { count: places.length, places: places.slice(0, 4).join(', ') })}</p>}
          <Form.Item name="title" label={t('assign.name')} rules={[{ required: true, message: t('assign.needName') }]}>
            <Input />
          </Form.Item>
          <Form.Item name="owner" label={t('assign.owner')} rules={[{ required: true, message: t('assign.needOwner') }]}>
            <Pick search options={workers.data.map((one) => ({ value: one.user, label: `${one.name} – ${one.unit_name}` }))} />
          </Form.Item>
          <Form.Item name="due_on" label={t('assign.due')}>
            <DateField min={today} />
          </Form.Item>
          <Form.Item name="reason" label={t('assign.reason')}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} />
          </Form.Item>
          <ProblemNotice error={assign.error} />
          <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end' }}>
            <Button onClick={close}>{t('app.cancel')}</Button>
            <Button type="primary" htmlType="submit" loading={assign.isPending}>{t('list.give')}</Button>
          </div>
        </Form>
      )}
      <ProblemNotice error={workers.error} again={() => void workers.refetch()} />
    </Modal>
  );
}
