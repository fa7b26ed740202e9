import { LineChart, MapChart } from 'echarts/charts';
import { GeoComponent, GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, registerMap, use as load, type EChartsCoreOption, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

load([LineChart, MapChart, GeoComponent, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

export interface ChartProps {
  // What the chart shows, in words; its table says the same in full.
  label: string;
  option: EChartsCoreOption;
  height: number;
  // Borders for a map series named "borders".
  borders?: unknown;
  onClick?: (name: string, place: number) => void;
}

export default function ChartCanvas({ label, option, height, borders, onClick }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>();
  const click = useRef(onClick);
  click.current = onClick;

  useEffect(() => {
    const made = init(box.current!, null, { renderer: 'svg' });
    chart.current = made;
    made.on('click', (event) => click.current?.(event.name, event.dataIndex));
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(box.current!);
    return () => {
      watch.disconnect();
      made.dispose();
    };
  }, []);

  useEffect(() => {
    if (borders) registerMap('borders', borders as Parameters<typeof registerMap>[1]);
    chart.current?.setOption({ animation: false, ...option }, true);
  }, [option, borders]);

  return <div ref={box} role="img" aria-label={label} style={{ height, width: '100%' }} />;
}
