import type { EChartsCoreOption } from 'echarts/core';
import { percentOf } from '@/lib/figure';
import { formatFraction } from '@/lib/format';
import type { Translate } from '@/lib/i18n';
import { tokens } from '@/lib/theme';
import type { Score, ScoredUnit } from '../api/get-scorecard';
import { stepOf } from './steps';

export function mapOption(units: ScoredUnit[], rows: Score[], steps: number[], dark: boolean, t: Translate): EChartsCoreOption {
  const text = dark ? tokens.text.dark : tokens.text.light;
  return {
    textStyle: { fontFamily: "'Be Vietnam Pro', sans-serif" },
    tooltip: {
      backgroundColor: dark ? '#242b2e' : '#ffffff',
      borderColor: dark ? tokens.line.dark : tokens.line.light,
      textStyle: { color: text },
      formatter: (item: unknown) => {
        const id = (item as { name: string }).name;
        const name = units.find((unit) => unit.id === id)?.name ?? '';
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
          const label = { show: true, fontSize: 11, color: step === undefined ? text : step >= 3 ? '#ffffff' : '#1f2629', formatter: unit.name.replace(new RegExp(t('map.level')), '') };
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
