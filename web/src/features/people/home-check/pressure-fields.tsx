import { useRef, type KeyboardEvent } from 'react';
import { useT } from '@/lib/i18n';
import { isWholeSystolic } from './measures';
import styles from './home-check.module.css';

interface Props {
  systolic: string;
  diastolic: string;
  change: (values: { systolic?: string; diastolic?: string }) => void;
  // A box was left, so that it can be judged.
  leave?: (field: 'systolic' | 'diastolic') => void;
  faulty: boolean;
}

// Four, so that 1200 is told as out of range instead of kept as 120.
const digits = (text: string) => text.replace(/\D/g, '').slice(0, 4);

// Two boxes that behave as one: a whole first number hands on to the second, and backspace in an empty
// second goes back and takes the last digit of the first.
export function PressureFields({ systolic, diastolic, change, leave, faulty }: Props) {
  const t = useT();
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);

  const onFirst = (typed: string) => {
    const text = digits(typed);
    change({ systolic: text });
    if (text.length > systolic.length && isWholeSystolic(text)) second.current?.focus();
  };
  const onBack = (event: KeyboardEvent) => {
    if (event.key !== 'Backspace' || diastolic !== '') return;
    event.preventDefault();
    change({ systolic: systolic.slice(0, -1) });
    first.current?.focus();
  };

  return (
    <span className={styles.pressure}>
      <input
        ref={first}
        id="systolic"
        inputMode="numeric"
        enterKeyHint="next"
        onBlur={() => leave?.('systolic')}
        autoComplete="off"
        aria-label={t('check.systolic')}
        aria-invalid={faulty}
        placeholder="120"
        value={systolic}
        onChange={(event) => onFirst(event.target.value)}
      />
      <span aria-hidden="true">/</span>
      <input
        ref={second}
        id="diastolic"
        inputMode="numeric"
        enterKeyHint="next"
        onBlur={() => leave?.('diastolic')}
        autoComplete="off"
        aria-label={t('check.diastolic')}
        aria-invalid={faulty}
        placeholder="80"
        value={diastolic}
        onChange={(event) => change({ diastolic: digits(event.target.value) })}
        onKeyDown={onBack}
      />
    </span>
  );
}
