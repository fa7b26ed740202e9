import { Tooltip } from 'antd';
import { useState, type KeyboardEvent } from 'react';
import { formatDecimal } from '@/lib/format';
import { useT } from '@/lib/i18n';
import styles from './plan.module.css';

interface Props {
  label: string;
  value: number | undefined;
  editable: boolean;
  save: (value: number) => void;
}

// "93,5" and "93.5" between 0 and 100; undefined is no percentage.
export function percentOf(text: string): number | undefined {
  const typed = text.trim().replace('%', '').replace(',', '.');
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(typed)) return undefined;
  const value = Number(typed);
  return value <= 100 ? value : undefined;
}

const shown = (value: number | undefined) => (value === undefined ? '' : formatDecimal(value));

// A cell of a grid of percentages: typed over, kept with Enter or on leaving, given up with Esc.
export function PercentCell({ label, value, editable, save }: Props) {
  const t = useT();
  const [typed, setTyped] = useState<string>();
  if (!editable) return <>{value === undefined ? '–' : `${shown(value)}%`}</>;
  const text = typed ?? shown(value);
  const next = percentOf(text);
  const wrong = typed !== undefined && typed.trim() !== '' && next === undefined;

  const keep = () => {
    if (wrong) return;
    setTyped(undefined);
    if (next !== undefined && next !== value) save(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') keep();
    if (event.key === 'Escape') setTyped(undefined);
  };
  return (
    <Tooltip open={wrong} title={t('plan.percentWrong')}>
      <input
        className={styles.cell}
        aria-label={label}
        aria-invalid={wrong}
        inputMode="decimal"
        placeholder="–"
        value={text}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={keep}
        onKeyDown={onKeyDown}
      />
    </Tooltip>
  );
}
