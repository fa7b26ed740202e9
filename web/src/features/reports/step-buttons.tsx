import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { DateField } from '@/components/date-field';
import { ProblemNotice } from '@/components/problem-notice';
import { useT, type Key } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import type { Report } from './api/get-report';
import { useMakeReport } from './api/make-report';
import { useTakeStep, type Taken } from './api/take-step';
import { stateWord } from './state-words';

interface Next {
  state: string;
  words: Key;
  asks?: 'signing' | 'reason';
}

const ways: Record<string, Next[]> = {
  draft: [{ state: 'submitted', words: 'report.submit' }],
  returned: [{ state: 'submitted', words: 'report.submit' }],
  submitted: [
    { state: 'returned', words: 'report.return', asks: 'reason' },
    { state: 'signed', words: 'report.sign', asks: 'signing' },
  ],
  signed: [{ state: 'sent', words: 'report.send' }],
  sent: [{ state: 'received', words: 'report.receive' }],
};
const fixed = new Set(['signed', 'sent', 'received']);

// What can happen next to a report. A signed one is never changed: another takes its place.
export function StepButtons({ report }: { report: Report }) {
  const t = useT();
  const navigate = useNavigate();
  const { today } = useReader();
  const { message } = App.useApp();
  const take = useTakeStep(report.id);
  const make = useMakeReport();
  const [asking, setAsking] = useState<Next>();
  const go = (step: Taken) =>
    take.mutate(step, {
      onSuccess: ({ state }) => {
        setAsking(undefined);
        void message.success(t('report.now', { state: t(stateWord(state)) }));
      },
    });
  const replace = () =>
    make.mutate(
      { template: report.template, unit: report.unit ?? undefined, from: report.from, to: report.to, replaces: report.id },
      { onSuccess: ({ id }) => navigate(`/reports/${id}`) },
    );
  return (
    <>
      {(ways[report.state] ?? []).map((next) => (
        <Button
          key={next.state}
          loading={take.isPending}
          disabled={next.state === 'submitted' && report.missing > 0}
          title={next.state === 'submitted' && report.missing > 0 ? t('report.missingNote', { count: report.missing }) : undefined}
          onClick={() => (next.asks ? setAsking(next) : go({ state: next.state }))}
        >
          {t(next.words)}
        </Button>
      ))}
      {fixed.has(report.state) && <Button loading={make.isPending} onClick={replace}>{t('report.replace')}</Button>}
      {!asking && <ProblemNotice error={take.error ?? make.error} />}
      {asking && (
        <Modal open title={t(asking.words)} onCancel={() => setAsking(undefined)} footer={null} width={440} destroyOnHidden>
          <Form layout="vertical" requiredMark={false} initialValues={{ on: today }} onFinish={(values: Omit<Taken, 'state'>) => go({ ...values, state: asking.state })}>
            {asking.asks === 'signing' ? (
              <>
                <Form.Item name="number" label={t('report.number')} rules={[{ required: true, message: t('report.needNumber') }]}>
                  <Input maxLength={60} placeholder={t('report.numberHint')} />
                </Form.Item>
                <Form.Item name="on" label={t('report.signedOn')}>
                  <DateField max={today} />
                </Form.Item>
                <p className="quiet small">{t('report.signForGood')}</p>
              </>
            ) : (
              <Form.Item name="reason" label={t('report.reason')} rules={[{ required: true, message: t('report.needReason') }]}>
                <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} />
              </Form.Item>
            )}
            <ProblemNotice error={take.error} />
            <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end' }}>
              <Button onClick={() => setAsking(undefined)}>{t('app.cancel')}</Button>
              <Button type="primary" htmlType="submit" loading={take.isPending}>{t(asking.words)}</Button>
            </div>
          </Form>
        </Modal>
      )}
    </>
  );
}
