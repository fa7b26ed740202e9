import { lazy, type ComponentType } from 'react';
import type { Key } from '@/lib/i18n';

export interface Place {
  id: string;
  label: Key;
  // Typed after "g".
  letter: string;
  page: ComponentType;
}

// A place of the rail is a row here; who may go there comes with the session. Each is its own bundle: a
// station's old PC loads what it opens.
export const places: Place[] = [
  { id: 'dashboard', label: 'place.dashboard', letter: 'b', page: lazy(() => import('@/features/dashboard/place')) },
  { id: 'work', label: 'place.work', letter: 'v', page: lazy(() => import('@/features/work/place')) },
  { id: 'plan', label: 'place.plan', letter: 'k', page: lazy(() => import('@/features/plan/place')) },
  { id: 'import', label: 'place.import', letter: 'n', page: lazy(() => import('@/features/import/place')) },
  { id: 'reports', label: 'place.reports', letter: 'c', page: lazy(() => import('@/features/reports/place')) },
];

// Reached from lists and the search box, not from the rail.
export const People = lazy(() => import('@/features/people/place'));
