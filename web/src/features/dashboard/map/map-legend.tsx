import { formatTarget } from '@/lib/format';
import { useT } from '@/lib/i18n';
import { tokens } from '@/lib/theme';
import type { Indicator } from '../api/get-scorecard';
import styles from './commune-map.module.css';

// Five steps with their bounds, and the target where it stands on them.
export function MapLegend({ steps, indicator }: { steps: number[]; indicator: Indicator }) {
  const t = useT();
  const [low = 0, high = 100] = [steps[0], steps[steps.length - 1]];
  const place = indicator.target === null ? null : Math.min(Math.max((indicator.target - low) / (high - low), 0), 1);
  return (
    <div className={styles.legend} aria-label={t('map.legend')} role="img">
      <div className={`${styles.steps} inked`}>
        {tokens.scale.map((color) => (
          <span key={color} style={{ background: color }} />
        ))}
        {place !== null && <span className={styles.target} style={{ left: `${place * 100}%` }} />}
      </div>
      <div className={styles.bounds}>
        {steps.map((bound) => (
          <span key={bound}>{bound}%</span>
        ))}
      </div>
      {place !== null && (
        <div className={styles.goal}>▎{t('trend.target')} {formatTarget(indicator.operator ?? '', indicator.target)}{indicator.target !== null && indicator.target > high && ' →'}</div>
      )}
    </div>
  );
}
