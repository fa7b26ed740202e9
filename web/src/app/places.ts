import { lazy, type ComponentType } from 'react';
import type { Key } from '@/lib/i18n';

export interface Place {
  id: string;
  label: Key;
  // Typed after "g".
  letter: string;
  page: ComponentType;
  // The place of the session that opens this one too.
  with?: string;
}

// A place of the rail is a row here; who may go there comes with the session. Each is its own bundle: a
// station's old PC loads what it opens.
export const places: Place[] = [
  { id: 'dashboard', label: 'place.dashboard', letter: 'b', page: lazy(() => import('@/features/dashboard/place')) },
  { id: 'work', label: 'place.work', letter: 'v', page: lazy(() => import('@/features/work/place')) },
  { id: 'plan', label: 'place.plan', letter: 'k', page: lazy(() => import('@/features/plan/place')) },
  { id: 'import', label: 'place.import', letter: 'n', page: lazy(() => import('@/features/import/place')) },
  { id: 'reports', label: 'place.reports', letter: 'c', page: lazy(() => import('@/features/reports/place')) },
  { id: 'periods', label: 'place.periods', letter: 's', page: lazy(() => import('@/features/periods/place')), with: 'reports' },
];

export const placesOf = (open: string[]) => places.filter((place) => open.includes(place.with ?? place.id));

// Reached from lists and the search box, not from the rail.
export const People = lazy(() => import('@/features/people/place'));
