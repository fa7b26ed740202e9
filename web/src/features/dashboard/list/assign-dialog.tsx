import { App, Button, Checkbox, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { DateField } from '@/components/date-field';
import { Pick } from '@/components/pick';
import { ProblemNotice } from '@/components/problem-notice';
import { addDays } from '@/lib/days';
import { Problem } from '@/lib/api';
import { useLanguage } from '@/lib/i18n';
import { useUnits } from '@/lib/requests/units';
import { useWorkers } from '@/lib/requests/workers';
import { useReader } from '@/lib/session';
import { useAssignWork } from '../api/assign-work';
import type { Member } from '../api/get-members';
import type { Indicator } from '../api/get-scorecard';
import { NoWorker } from './no-worker';
import { coveredBy, likelyOwner, mostFrequent, sharesByHamlet, workplaceOf, type Share } from './shares';

interface Props {
  indicator: Indicator;
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
  outside?: boolean;
}

// Everybody to the worker of their own hamlet.
const each = 'each hamlet';

export function AssignDialog({ indicator, what, place, unit, members, close, given }: Props) {
  const { t, told } = useLanguage();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const { today } = useReader();
  const units = useUnits();
  const workplace = workplaceOf(unit, units.data);
  const workers = useWorkers(workplace, Boolean(units.data) || units.isError);
  const assign = useAssignWork();
  const [busy, setBusy] = useState(false);
  const [form] = Form.useForm<Values>();
  const chosen = Form.useWatch('owner', form);
  const covers = new Map((workers.data ?? []).map((one) => [one.user, coveredBy(one, members, units.data ?? [])]));
  const covered = (user: string) => covers.get(user) ?? 0;
  // Who covers most of the people first; a hamlet's worker before the station that covers it too.
  const known = (workers.data ?? []).filter((one) => workplace === unit || covered(one.user) > 0).sort((a, b) => covered(b.user) - covered(a.user));
  const { shares, left } = sharesByHamlet(members, known);
  const owner = likelyOwner(members, known);
  // A hamlet without a worker of its own: the station and the points of its commune go there.
  const ofStation = workplace !== unit && !known.some((one) => one.unit === unit);
  const picked = known.find((one) => one.user === chosen);
  const outside = picked ? members.length - covered(picked.user) : 0;
  const refused = assign.error instanceof Problem && assign.error.path === 'outside';
  const needsYes = outside > 0 || refused;
  const again = members.filter((one) => one.open_item);
  const homeNote = told(indicator.home_note, indicator.home_note_en);

  const give = (values: Values, share: Share, title: string) =>
    assign.mutateAsync({ title, due_on: values.due_on, reason: values.reason, ...(needsYes && values.outside && { outside: true }), owner: share.owner.user, indicator: indicator.id, unit: share.owner.unit, members: share.members.map((one) => one.member) });

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
      {workers.data && known.length === 0 && <NoWorker place={place} close={close} />}
      {workers.data && known.length > 0 && (
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{
            title: `${what} – ${place}`,
            owner: shares.length > 1 ? each : (owner ?? (ofStation ? known[0] : undefined))?.user,
            due_on: addDays(today, 14),
            reason: mostFrequent(members.map((one) => told(one.why_title, one.why_title_en))),
          }}
          onValuesChange={(changed: Partial<Values>) => {
            // What was said of one owner says nothing of another.
            if (changed.owner) form.setFieldValue('outside', false);
          }}
          onFinish={(values: Values) => void onFinish(values)}
        >
          <Form.Item name="owner" label={t('assign.owner')} rules={[{ required: true, message: t('assign.needOwner') }]}>
            <Pick
              search
              options={[
                ...(shares.length > 1 ? [{ value: each, label: t('assign.each', { count: shares.length }) }] : []),
                ...known.map((one) => ({ value: one.user, label: `${one.name} – ${one.unit_name} (${t('assign.covers', { count: covered(one.user), all: members.length })})` })),
              ]}
            />
          </Form.Item>
          {ofStation && <p className="quiet small">{t('assign.ofStation', { place })}</p>}
          {again.length > 0 && (
            <p role="alert" className="small" style={{ color: 'var(--near)' }}>
              ! {t('assign.again', { count: again.length, all: members.length, names: again.slice(0, 3).map((one) => one.name).join(', ') + (again.length > 3 ? '…' : '') })}
            </p>
          )}
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
          {needsYes && picked && (
            <div style={{ marginBottom: 16 }}>
              {outside > 0 && <p className="small" style={{ color: 'var(--near)', margin: 0 }}>! {t('assign.outside', { count: outside, all: members.length, unit: picked.unit_name })}</p>}
              <Form.Item name="outside" valuePropName="checked" style={{ marginBottom: 0 }} rules={[{ validator: (_, yes) => (yes ? Promise.resolve() : Promise.reject(new Error(t('assign.needOutside')))) }]}>
                <Checkbox>{t('assign.outsideOk')}</Checkbox>
              </Form.Item>
            </div>
          )}
          {homeNote && (chosen === each ? shares.some((share) => share.owner.pre_screening) : picked?.pre_screening) && <p className="quiet small">{homeNote}</p>}
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
