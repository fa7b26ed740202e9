import { useLanguage } from '@/lib/i18n';
import { usePlanId, usePlans } from '@/lib/requests/plans';
import { Pick } from './pick';

// Which plan the page is about; nothing to choose, nothing shown.
export function PlanPick({ change }: { change: (plan: string | null) => void }) {
  const { t, told } = useLanguage();
  const plans = usePlans().data ?? [];
  const chosen = usePlanId();
  if (plans.length < 2) return null;
  const first = plans.find((one) => one.default)?.id ?? plans[0]?.id;
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 8, maxWidth: '100%' }}>
      <span className="quiet" style={{ whiteSpace: 'nowrap' }}>{t('plan.which')}</span>
      <Pick
        label={t('plan.which')}
        value={chosen ?? first}
        minWidth={200}
        options={plans.map((one) => ({ value: one.id, label: short(told(one.title, one.title_en)) }))}
        onChange={(id) => change(id === first ? null : id)}
      />
    </span>
  );
}

const short = (title: string) => (title.length > 40 ? `${title.slice(0, 38).trimEnd()}…` : title);
