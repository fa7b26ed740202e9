import type { EChartsCoreOption } from 'echarts/core';
import { percentOf } from '@/lib/figure';
import { formatDate, formatFraction } from '@/lib/format';
import type { Translate } from '@/lib/i18n';
import { tokens } from '@/lib/theme';
import type { Borders } from '../api/get-map';
import type { Score, ScoredUnit } from '../api/get-scorecard';
import { stepOf } from './steps';

// The name of a commune; of one that has ended since also until when it was one.
export function placeName(unit: ScoredUnit | undefined, borders: Borders['features'], t: Translate): string {
  const place = borders.find((one) => one.properties.id === unit?.id)?.properties;
  const name = unit?.name ?? '';
  return place?.ended_on ? t('map.ended', { name, date: formatDate(place.ended_on) }) : name;
}

export function mapOption(units: ScoredUnit[], borders: Borders['features'], rows: Score[], steps: number[], dark: boolean, t: Translate): EChartsCoreOption {
  const text = dark ? tokens.text.dark : tokens.text.light;
  return {
    textStyle: { fontFamily: "'Be Vietnam Pro', sans-serif" },
    tooltip: {
      backgroundColor: dark ? '#242b2e' : '#ffffff',
      borderColor: dark ? tokens.line.dark : tokens.line.light,
      textStyle: { color: text },
      formatter: (item: unknown) => {
        const id = (item as { name: string }).name;
        const name = placeName(units.find((unit) => unit.id === id), borders, t);
        const row = rows.find((one) => one.unit === id);
        return row ? `${name}<br/><b>${percentOf(row)}</b> (${formatFraction(row.numerator, row.denominator)})` : `${name}: ${t('map.noData')}`;
      },
    },
    series: [
      {
        type: 'map',
        map: 'borders',
        nameProperty: 'id',
        selectedMode: false,
        itemStyle: { borderColor: dark ? tokens.paper.dark : tokens.paper.light, borderWidth: 1.5, areaColor: dark ? '#2a3236' : '#eeede7' },
        emphasis: { itemStyle: { borderColor: text, borderWidth: 2 } },
        data: units.map((unit) => {
          const row = rows.find((one) => one.unit === unit.id);
          const step = row && stepOf((row.numerator * 100) / row.denominator, steps);
          const color = step === undefined ? undefined : tokens.scale[step];
          const label = { show: true, fontSize: 11, color: step === undefined ? text : step >= 3 ? '#ffffff' : '#1f2629', formatter: placeName(unit, borders, t).replace(new RegExp(t('map.level')), '').replace(' (', '\n(') };
          return {
            name: unit.id,
            label,
            itemStyle: color ? { areaColor: color } : {},
            emphasis: { label, itemStyle: color ? { areaColor: color } : {} },
          };
        }),
      },
    ],
  };
}
