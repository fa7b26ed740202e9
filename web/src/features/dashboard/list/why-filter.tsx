import { Pick } from '@/components/pick';
import { formatCount } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { apart } from '@/lib/requests/units';
import { useWhys } from '../api/get-whys';
import type { Question } from '../question';
import styles from './list.module.css';

interface Props {
  indicator: string;
  question: Question;
  chosen?: string;
  choose: (why: string | null) => void;
  units: { id: string; name: string; former_parent?: string | null }[];
  goTo: (unit: string) => void;
}

export function WhyFilter({ indicator, question, chosen, choose, units, goTo }: Props) {
  const { t, told } = useLanguage();
  const whys = useWhys(indicator, question);
  if (!whys.data || whys.data.length === 0) return null;
  const total = whys.data.reduce((sum, why) => sum + (why.count ?? 0), 0);
  return (
    <div className={`${styles.whys} no-print`} role="group" aria-label={t('whys.title')}>
      <button type="button" className={styles.why} aria-pressed={!chosen} onClick={() => choose(null)}>
        {t('app.all')} {formatCount(total)}
      </button>
      {whys.data.map((why) => (
        <button type="button" key={why.code} className={styles.why} aria-pressed={chosen === why.code} onClick={() => choose(why.code)}>
          {told(why.title, why.title_en)} {why.count === null ? '' : formatCount(why.count)}
        </button>
      ))}
      {units.length > 1 && (
        <Pick
          label={t('list.area')}
          placeholder={t('list.area')}
          minWidth={190}
          options={units.slice(1).map((unit) => ({ value: unit.id, label: apart(unit, units) }))}
          onChange={goTo}
        />
      )}
    </div>
  );
}
