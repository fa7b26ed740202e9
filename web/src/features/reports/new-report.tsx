import { Button, Form, Modal } from 'antd';
import { useNavigate } from 'react-router-dom';
import { DateField } from '@/components/date-field';
import { Pick } from '@/components/pick';
import { ProblemNotice } from '@/components/problem-notice';
import { formatDate } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { useUnits } from '@/lib/requests/units';
import { useReader } from '@/lib/session';
import { useTemplates } from './api/get-templates';
import { useMakeReport, type Wanted } from './api/make-report';
import { halfYear, likelyPeriod, wholeYear } from './periods';

const reporting = new Set(['province', 'district', 'commune']);

export function NewReport({ close }: { close: () => void }) {
  const { t, told } = useLanguage();
  const navigate = useNavigate();
  const reader = useReader();
  const [form] = Form.useForm<Wanted>();
  const until = Form.useWatch('to', form);
  const templates = useTemplates();
  const units = useUnits();
  const make = useMakeReport();
  const year = Number(reader.today.slice(0, 4));
  const quick = [
    { label: t('report.half', { year }), period: halfYear(year) },
    { label: t('report.year', { year }), period: wholeYear(year) },
    { label: t('report.year', { year: year - 1 }), period: wholeYear(year - 1) },
  ];
  return (
    <Modal open title={t('report.new')} onCancel={close} footer={null} width={540} destroyOnHidden>
      <ProblemNotice error={templates.error ?? units.error} />
      {templates.data && (
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ template: templates.data[0]?.id, unit: reader.units[0]?.id ?? reader.home?.id, ...likelyPeriod(reader.today) }}
          onFinish={(wanted) => make.mutate(wanted, { onSuccess: ({ id }) => navigate(`/reports/${id}`) })}
        >
          <Form.Item name="template" label={t('report.kind')}>
            <Pick
              options={templates.data.map((one) => ({
                value: one.id,
                label: `${one.id}. ${told(one.title, one.title_en)}${one.checked === false ? ' ◇' : ''}`,
              }))}
            />
          </Form.Item>
          <Form.Item name="unit" label={t('dashboard.unit')}>
            <Pick
              search
              options={(units.data ?? []).filter((unit) => reporting.has(unit.kind)).map((unit) => ({ value: unit.id, label: unit.name }))}
            />
          </Form.Item>
          <div style={{ display: 'flex', gap: 6, flexWrap: 'wrap', marginBottom: 8 }}>
            {quick.map(({ label, period }) => (
              <Button key={label} size="small" onClick={() => form.setFieldsValue(period)}>{label}</Button>
            ))}
          </div>
          <div style={{ display: 'flex', gap: 16, flexWrap: 'wrap' }}>
            <Form.Item name="from" label={t('report.from')}>
              <DateField />
            </Form.Item>
            <Form.Item name="to" label={t('report.to')} dependencies={['from']} rules={[{ validator: (_, to: string) => (to >= form.getFieldValue('from') ? Promise.resolve() : Promise.reject(new Error(t('report.backwards')))) }]}>
              <DateField />
            </Form.Item>
            <Form.Item name="signed_on" label={t('report.signedOn')}>
              <DateField />
            </Form.Item>
          </div>
          {(until ?? '') > reader.today && <p className="small">{t('report.early', { day: formatDate(until ?? '') })}</p>}
          <p className="quiet small">{t('report.signedHelp')}</p>
          <ProblemNotice error={make.error} />
          <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end' }}>
            <Button onClick={close}>{t('app.cancel')}</Button>
            <Button type="primary" htmlType="submit" loading={make.isPending}>{t('report.make')}</Button>
          </div>
        </Form>
      )}
    </Modal>
  );
}
