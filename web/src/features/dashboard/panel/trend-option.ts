import type { EChartsCoreOption } from 'echarts/core';
import { formatDate, formatFraction, formatMonth, formatPercent, formatTarget } from '@/lib/format';
import type { Translate } from '@/lib/i18n';
import { tokens } from '@/lib/theme';
import type { Indicator } from '../api/get-scorecard';
import type { Trend } from '../api/get-trend';

const percentOf = (point: { numerator: number; denominator: number }) =>
  point.denominator === 0 ? null : (point.numerator * 100) / point.denominator;

// One line, its last value named beside it, the target as a labelled line, breaks of the map or of a
// definition as dotted ones.
export function trendOption(trend: Trend, indicator: Indicator, dark: boolean, t: Translate): EChartsCoreOption {
  const line = dark ? tokens.line.dark : tokens.line.light;
  const quiet = dark ? tokens.quiet.dark : tokens.quiet.light;
  const brand = dark ? tokens.brandDark : tokens.brand;
  const values = trend.points.map(percentOf);
  const known = values.filter((value): value is number => value !== null);
  const target = indicator.target;
  const low = Math.min(...known, ...(target === null ? [] : [target]), 100);
  const monthOf = (date: string) => trend.points.findIndex((point) => point.as_of >= date);
  const marks = [
    ...(target === null
      ? []
      : [{ yAxis: target, lineStyle: { type: 'dashed' }, label: { formatter: `${t('trend.target')} ${formatTarget(indicator.operator ?? '', target)}`, position: 'insideStartTop' } }]),
    ...trend.breaks.map((one) => ({ xAxis: Math.max(monthOf(one.as_of), 0), lineStyle: { type: 'dotted' }, label: { show: false } })),
  ];
  return {
    textStyle: { fontFamily: "'Be Vietnam Pro', sans-serif" },
    grid: { left: 44, right: 58, top: 14, bottom: 30 },
    tooltip: {
      trigger: 'axis',
      backgroundColor: dark ? '#242b2e' : '#ffffff',
      borderColor: line,
      textStyle: { color: dark ? tokens.text.dark : tokens.text.light },
      formatter: (items: unknown) => {
        const point = trend.points[(items as { dataIndex: number }[])[0]?.dataIndex ?? 0];
        return point ? `${formatDate(point.as_of)}<br/><b>${formatPercent(point.numerator, point.denominator)}</b> (${formatFraction(point.numerator, point.denominator)})` : '';
      },
    },
    xAxis: {
      type: 'category',
      data: trend.points.map((point) => formatMonth(point.as_of)),
      axisLabel: { color: quiet, interval: 5, fontSize: 12, margin: 12, hideOverlap: true },
      axisLine: { lineStyle: { color: line } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      min: Math.max(0, Math.floor((low - 3) / 10) * 10),
      max: 100,
      splitNumber: 4,
      axisLabel: { color: quiet, formatter: (value: number) => `${value}%`, fontSize: 12 },
      splitLine: { lineStyle: { color: line } },
    },
    series: [
      {
        type: 'line',
        data: values,
        symbol: 'circle',
        symbolSize: 5,
        lineStyle: { width: 2 },
        itemStyle: { color: brand },
        endLabel: {
          show: true,
          color: brand,
          fontWeight: 600,
          fontSize: 13,
          formatter: () => {
            const last = trend.points[trend.points.length - 1];
            return last ? formatPercent(last.numerator, last.denominator) : '';
          },
        },
        markLine: { silent: true, symbol: 'none', lineStyle: { color: quiet }, label: { color: quiet, fontSize: 12 }, data: marks },
      },
    ],
  };
}
