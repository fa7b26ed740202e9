import { App, Button, Form, Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { DateField } from '@/components/date-field';
import { Pick } from '@/components/pick';
import { ProblemNotice } from '@/components/problem-notice';
import { formatDate } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { useUnits } from '@/lib/requests/units';
import { useReader } from '@/lib/session';
import { useClosePeriod, type Closing } from './api/close-period';
import { useChoices, type Choice } from './api/get-choices';
import type { Period } from './api/get-period';

const closing = new Set(['province', 'district', 'commune']);
const own = 'own days';
const keyOf = (one: Choice) => `${one.from} ${one.to}`;

// Closes a period of the reporting calendar or of days of one's own; anew, with a reason, one that is closed.
export function CloseDialog({ close, again }: { close: () => void; again?: Period }) {
  const { t, told } = useLanguage();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const { units: mine, today } = useReader();
  const [unit, setUnit] = useState(again?.unit ?? mine[0]?.id ?? '');
  const units = useUnits();
  const choices = useChoices(unit);
  const send = useClosePeriod();
  const [form] = Form.useForm<{ choice: string; from: string; to: string; map: string; reason: string }>();
  const chosen = Form.useWatch('choice', form);
  const open = (choices.data?.choices ?? []).filter((one) => one.over && !one.closed);
  const titleOf = (one: { title: string; title_en?: string | null }) => told(one.title, one.title_en);

  const onFinish = (values: { choice?: string; from?: string; to?: string; map: string; reason?: string }) => {
    const known = open.find((one) => keyOf(one) === values.choice);
    const wanted: Closing = again
      ? { unit: again.unit, from: again.from, to: again.to, map: again.map, replaces: again.id, reason: values.reason }
      : { unit, from: known?.from ?? values.from ?? '', to: known?.to ?? values.to ?? '', map: values.map };
    send.mutate(wanted, {
      onSuccess: ({ id, ...closed }) => {
        void message.success(t('period.done', { title: titleOf(closed) }));
        close();
        navigate(`/periods/${id}`);
      },
    });
  };

  return (
    <Modal open title={again ? t('period.again') : t('period.close')} onCancel={close} footer={null} width={520} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ map: 'own' }} onFinish={onFinish}>
        {again ? (
          <Form.Item name="reason" label={t('period.whyAgain')} rules={[{ required: true, message: t('period.needReason') }]}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} />
          </Form.Item>
        ) : (
          <>
            <Form.Item label={t('dashboard.unit')} htmlFor="period-unit">
              <Pick id="period-unit" search value={unit} onChange={setUnit} options={(units.data ?? []).filter((one) => closing.has(one.kind)).map((one) => ({ value: one.id, label: one.name }))} />
            </Form.Item>
            <Form.Item name="choice" label={t('report.period')} rules={[{ required: true, message: t('period.needPeriod') }]}>
              <Pick
                options={[
                  ...open.map((one) => ({ value: keyOf(one), label: `${titleOf(one)} (${formatDate(one.from)} – ${formatDate(one.to)})` })),
                  { value: own, label: t('period.ownDays') },
                ]}
              />
            </Form.Item>
            {chosen === own && (
              <div style={{ display: 'flex', gap: 16, flexWrap: 'wrap' }}>
                <Form.Item name="from" label={t('report.from')} rules={[{ required: true, message: t('period.needDay') }]}>
                  <DateField max={today} />
                </Form.Item>
                <Form.Item name="to" label={t('report.to')} rules={[{ required: true, message: t('period.needDay') }]}>
                  <DateField max={today} />
                </Form.Item>
              </div>
            )}
            <Form.Item name="map" label={t('dashboard.map')}>
              <Segmented options={[{ value: 'own', label: t('period.mapOwn') }, { value: 'today', label: t('dashboard.mapToday') }]} />
            </Form.Item>
          </>
        )}
        <p className="quiet small">{t('period.forGood')}</p>
        <ProblemNotice error={send.error ?? choices.error ?? units.error} />
        <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end' }}>
          <Button onClick={close}>{t('app.cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={send.isPending}>{t('period.close')}</Button>
        </div>
      </Form>
    </Modal>
  );
}
