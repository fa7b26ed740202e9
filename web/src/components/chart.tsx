import { lazy, Suspense } from 'react';
import type { ChartProps } from './chart-canvas';

const Canvas = lazy(() => import('./chart-canvas'));

// A chart; its library is loaded when the first one is shown.
export function Chart(props: ChartProps) {
  return (
    <Suspense fallback={<div style={{ height: props.height }} />}>
      <Canvas {...props} />
    </Suspense>
  );
}
