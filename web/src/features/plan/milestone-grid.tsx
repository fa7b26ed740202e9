import { useMemo } from 'react';
import { DataTable } from '@/components/data-table';
import { ProblemNotice } from '@/components/problem-notice';
import { Unverified } from '@/components/unverified';
import { formatTarget } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { useReader } from '@/lib/session';
import type { Target } from './api/get-plan';
import { NowFigure } from './now-figure';
import { PercentCell } from './percent-cell';
import { useGoal } from './use-goal';
import styles from './plan.module.css';

// Targets of section II in the plan's words, and the milestones of the years on the way there.
export function MilestoneGrid({ targets, horizon }: { targets: Target[]; horizon: number | null | undefined }) {
  const { t, told } = useLanguage();
  const { may, units, home } = useReader();
  const unit = units[0]?.id ?? home?.id;
  const goals = useGoal();
  const years = useMemo(() => [...new Set(targets.flatMap((target) => target.milestones.map((one) => one.year)))].sort(), [targets]);
  const editable = may.includes('plan');
  return (
    <>
      <p className="quiet small">{t(editable ? 'plan.milestoneHelp' : 'plan.milestoneNote')}</p>
      <ProblemNotice error={goals.error} />
      <DataTable
        cards
        label={t('plan.targets')}
        rows={targets}
        rowKey={(target) => target.clause + target.text}
        columns={[
          { key: 'clause', title: t('plan.clause'), cell: (target) => target.clause },
          {
            key: 'text',
            title: t('plan.target'),
            className: `title ${styles.words}`,
            cell: (target) => (
              <div>
                {told(target.text, target.text_en)} {target.indicator && target.checked === false && <Unverified short />}
              </div>
            ),
          },
          {
            key: 'goal',
            title: horizon ? t('plan.goal', { year: horizon }) : t('plan.goalOfPlan'),
            number: true,
            cell: (target) => (!target.indicator ? t('plan.steps') : target.operator === 'toward' ? t('dashboard.toward') : <strong>{formatTarget(target.operator ?? '', target.value)}</strong>),
          },
          { key: 'now', title: t('plan.now'), number: true, cell: (target) => <NowFigure indicator={target.indicator} unit={unit} /> },
          ...years.map((year) => ({
            key: String(year),
            title: String(year),
            number: true,
            cell: (target: Target) => {
              const one = target.milestones.find((milestone) => milestone.year === year);
              const { indicator } = target;
              if (!indicator || target.operator === 'toward') return '';
              const name = t('plan.milestoneOf', { target: told(target.short, target.short_en) ?? target.text, year });
              return (
                <PercentCell
                  label={name}
                  value={one?.value}
                  editable={editable}
                  save={(value) => goals.keep({ kind: 'milestone', indicator, unit, year, value, version: one?.version }, name, one)}
                />
              );
            },
          })),
        ]}
      />
    </>
  );
}
