import { Input } from 'antd';
import { useState } from 'react';
import { DataTable } from '@/components/data-table';
import { Pick } from '@/components/pick';
import { ProblemNotice } from '@/components/problem-notice';
import { useLanguage } from '@/lib/i18n';
import { useShortNames } from '@/lib/requests/figures';
import { useUnits } from '@/lib/requests/units';
import { useReader } from '@/lib/session';
import type { Assigned, Target } from './api/get-plan';
import { PercentCell } from './percent-cell';
import { useGoal } from './use-goal';
import styles from './plan.module.css';

// What a resolution assigns to each commune for a year. Nothing is assigned without its number.
export function AssignedGrid({ targets }: { targets: Target[] }) {
  const { t, told } = useLanguage();
  const reader = useReader();
  const thisYear = Number(reader.today.slice(0, 4));
  const units = useUnits();
  const goals = useGoal();
  const names = useShortNames();
  const [year, setYear] = useState(String(thisYear));
  const [number, setNumber] = useState('');
  const [needed, setNeeded] = useState(false);
  const editable = reader.may.includes('plan');
  const counted = targets.filter((target) => target.indicator && target.operator !== 'toward');
  const communes = (units.data ?? []).filter((unit) => unit.kind === 'commune');

  const shortOf = (target: Target) => told(target.short, target.short_en);

  const save = (indicator: string, unit: string, value: number, name: string, before: Assigned | undefined) => {
    setNeeded(!number.trim());
    if (number.trim()) goals.keep({ kind: 'assigned', indicator, unit, year: Number(year), value, number: number.trim(), version: before?.version }, name, before);
  };

  return (
    <>
      <div className={styles.bar}>
        <Pick
          label={t('plan.year')}
          value={year}
          onChange={setYear}
          minWidth={100}
          options={[-1, 0, 1, 2, 3, 4].map((step) => ({ value: String(thisYear + step), label: String(thisYear + step) }))}
        />
        {editable && (
          <label className={styles.number}>
            {t('plan.document')}{' '}
            <Input
              value={number}
              status={needed && !number.trim() ? 'error' : undefined}
              placeholder={t('plan.documentHint')}
              maxLength={60}
              onChange={(event) => setNumber(event.target.value)}
              style={{ width: 190 }}
            />
          </label>
        )}
        {editable && <span className="quiet small">{t('plan.assignedHelp')}</span>}
      </div>
      {needed && !number.trim() && <p role="alert" style={{ color: 'var(--behind)' }}>{t('plan.needDocument')}</p>}
      <ProblemNotice error={goals.error ?? units.error} />
      <DataTable
        cards
        label={t('plan.assigned')}
        rows={communes}
        rowKey={(unit) => unit.id}
        columns={[
          { key: 'unit', title: t('dashboard.unit'), className: 'title nowrap', cell: (unit) => unit.name },
          ...counted.map((target) => ({
            key: target.indicator ?? '',
            title: names.get(target.indicator ?? '') ?? shortOf(target) ?? target.text,
            number: true,
            cell: (unit: { id: string; name: string }) => {
              const one = target.assigned.find((row) => row.unit === unit.id && row.year === Number(year));
              const name = t('plan.assignedOf', { target: shortOf(target) ?? '', unit: unit.name, year });
              return (
                <span title={one?.number ?? undefined}>
                  <PercentCell
                    label={name}
                    value={one?.value}
                    editable={editable}
                    save={(value) => save(target.indicator ?? '', unit.id, value, name, one)}
                  />
                  {one?.number && <span className={styles.source}>{one.number}</span>}
                </span>
              );
            },
          })),
        ]}
      />
    </>
  );
}
