import { Button, InputNumber } from 'antd';
import { useState } from 'react';
import { useT } from '@/lib/i18n';
import type { Member } from '../api/get-members';
import styles from './list.module.css';

interface Props {
  selected: ReadonlySet<string>;
  select: (selected: ReadonlySet<string>) => void;
  // Chooses that many, the most urgent first.
  take: (count: number) => Promise<void>;
  give: () => void;
}

// The most urgent people who are in nobody's hands yet, as many as a week can hold.
export function firstFree(members: Member[], count: number): Set<string> {
  return new Set(members.filter((one) => !one.open_item).slice(0, count).map((one) => one.member));
}

export function SelectionBar({ selected, select, take, give }: Props) {
  const t = useT();
  const [capacity, setCapacity] = useState(40);
  const [busy, setBusy] = useState(false);
  const onTake = () => {
    setBusy(true);
    void take(capacity).finally(() => setBusy(false));
  };
  return (
    <div className={`${styles.selection} no-print`} data-empty={selected.size === 0}>
      <span className={styles.capacity}>
        <Button loading={busy} onClick={onTake}>{t('list.take')}</Button>
        <InputNumber aria-label={t('list.capacity')} min={1} max={500} value={capacity} onChange={(value) => setCapacity(value ?? 40)} style={{ width: 72 }} />
        <span>{t('list.capacity')}</span>
      </span>
      <strong aria-live="polite">{t('list.selected', { count: selected.size })}</strong>
      {selected.size > 0 && <Button type="text" onClick={() => select(new Set())}>{t('list.clear')}</Button>}
      <Button type="primary" disabled={selected.size === 0} onClick={give}>{t('list.give')}</Button>
    </div>
  );
}
