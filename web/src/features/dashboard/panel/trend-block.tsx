import { Button, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { Link } from 'react-router-dom';
import { Chart } from '@/components/chart';
import { DataTable } from '@/components/data-table';
import { ProblemNotice } from '@/components/problem-notice';
import { Waiting } from '@/components/waiting';
import { downloadCsv } from '@/lib/download';
import { formatDate, formatFraction, formatPercent } from '@/lib/format';
import { useLanguage } from '@/lib/i18n';
import { usePreferences } from '@/lib/preferences';
import type { Indicator } from '../api/get-scorecard';
import { useTrend } from '../api/get-trend';
import { listPath, type Question } from '../question';
import { trendOption } from './trend-option';
import styles from './panel.module.css';

interface Props {
  indicator: Indicator;
  question: Question;
  unit: string;
  // Shows the figures of that day.
  goTo: (day: string) => void;
}

export function TrendBlock({ indicator, question, unit, goTo }: Props) {
  const { t, told } = useLanguage();
  const { dark } = usePreferences();
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const trend = useTrend(indicator.id, question);
  const option = useMemo(() => trend.data && trendOption(trend.data, indicator, dark, t), [trend.data, indicator, dark, t]);
  const points = trend.data?.points ?? [];
  return (
    <section>
      <div className={styles.bar}>
        <h2>{t('trend.title')}</h2>
        <Segmented
          size="small"
          value={view}
          options={[{ value: 'chart', label: t('view.chart') }, { value: 'table', label: t('view.table') }]}
          onChange={(next) => setView(next as 'chart' | 'table')}
        />
        <Button
          size="small"
          disabled={points.length === 0}
          onClick={() =>
            downloadCsv(`${indicator.id}-${question.asOf}`, [
              [t('trend.day'), t('dashboard.unit'), t('trend.numerator'), t('trend.denominator')],
              ...points.map((point) => [point.as_of, unit, point.numerator, point.denominator]),
            ])
          }
        >
          {t('app.csv')}
        </Button>
      </div>
      <ProblemNotice error={trend.error} again={() => void trend.refetch()} />
      {trend.isPending && <Waiting rows={8} />}
      {option && view === 'chart' && <Chart label={t('trend.label', { unit })} option={option} height={210} onClick={(_, place) => points[place] && goTo(points[place].as_of)} />}
      {trend.data && view === 'table' && (
        <DataTable
          label={t('trend.title')}
          rows={[...points].reverse()}
          rowKey={(point) => point.as_of}
          columns={[
            { key: 'day', title: t('trend.day'), cell: (point) => formatDate(point.as_of) },
            { key: 'percent', title: '%', number: true, cell: (point) => formatPercent(point.numerator, point.denominator) },
            { key: 'fraction', title: t('trend.fraction'), number: true, cell: (point) => <Link to={listPath({ ...question, asOf: point.as_of }, { indicator: indicator.id, met: 'false' })}>{formatFraction(point.numerator, point.denominator)}</Link> },
          ]}
        />
      )}
      {trend.data?.breaks.map((one) => (
        <p key={one.as_of} className="quiet small">┊ {formatDate(one.as_of)}: {told(one.reason, one.reason_en)}</p>
      ))}
    </section>
  );
}
