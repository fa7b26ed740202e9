import { StatusSign } from '@/components/status-sign';
import { Unverified } from '@/components/unverified';
import { useT } from '@/lib/i18n';
import { directions, judgements } from '@/lib/status';
import styles from './scorecard.module.css';

// What the signs mean, and of which day and which borders the figures are.
export function StatusLegend({ asOf, map }: { asOf: string; map: 'own' | 'today' }) {
  const t = useT();
  return (
    <div className={styles.legend}>
      <span>{t('dashboard.stands', { date: asOf, map: t(map === 'own' ? 'dashboard.bordersOwn' : 'dashboard.bordersToday') })}</span>
      {[...judgements, 'interrupted' as const, 'check' as const, ...directions].map((status) => (
        <StatusSign key={status} status={status} word />
      ))}
      <span>{t('dashboard.signs', { year: asOf.slice(-4) })}</span>
      <Unverified />
    </div>
  );
}
