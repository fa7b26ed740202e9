import { useMemo, useState } from 'react';
import { Empty } from '@/components/empty';
import { measureText } from '@/lib/code-words';
import { formatDate } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import type { TimelineRecord } from './api/get-person';
import styles from './person.module.css';

// Records by day, newest first.
export function Timeline({ records }: { records: TimelineRecord[] }) {
  const { t, language, told } = useLanguage();
  const [kind, setKind] = useState<string>();
  const kinds = useMemo(() => [...new Set(records.map((record) => record.kind))], [records]);
  const kindWord = (one: string) => told(one, records.find((record) => record.kind === one)?.kind_en);
  const days = useMemo(() => {
    const byDay = new Map<string, TimelineRecord[]>();
    for (const record of records) {
      if (kind && record.kind !== kind) continue;
      const day = (record.on ?? '').slice(0, 10);
      byDay.set(day, [...(byDay.get(day) ?? []), record]);
    }
    return [...byDay].sort(([a], [b]) => b.localeCompare(a));
  }, [records, kind]);
  return (
    <section>
      <div className={styles.kinds}>
        <h2>{t('timeline.title')}</h2>
        {kinds.length > 1 &&
          [undefined, ...kinds].map((one) => (
            <button key={one ?? ''} type="button" className={`${styles.kind} no-print`} aria-pressed={kind === one} onClick={() => setKind(one)}>
              {one === undefined ? t('app.all') : kindWord(one)}
            </button>
          ))}
      </div>
      {records.length === 0 && <Empty>{t('timeline.empty')}</Empty>}
      {days.map(([day, items]) => (
        <div key={day} className={styles.day}>
          <h3>{formatDate(day)}</h3>
          <ul>
            {items.map((record) => (
              <li key={`${record.type}/${record.id}`}>
                <span className={styles.what}>{kindWord(record.kind)}</span>
                <span>
                  {told(record.title, record.title_en)} {record.value && <strong>{told(measureText(record.value, language), record.value_en)}</strong>}
                  {(record.place ?? record.by) && <span className="quiet small">{(record.title || record.value) && ' · '}{[record.place, record.by].filter(Boolean).join(', ')}</span>}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
