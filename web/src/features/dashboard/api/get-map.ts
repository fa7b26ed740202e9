import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';
import type { Question } from '../question';

const feature = z.object({
  type: z.literal('Feature'),
  // `ended_on`: of a commune that has ended since, its last day.
  properties: z.object({ id: z.string(), name: z.string(), ended_on: z.string().nullish() }).passthrough(),
  geometry: z.object({ type: z.string(), coordinates: z.array(z.unknown()) }),
});
const map = z.object({ type: z.literal('FeatureCollection'), features: z.array(feature) });
export type Borders = z.infer<typeof map>;

export function useBorders({ asOf, map: kind }: Question) {
  return useQuery({
    queryKey: ['map', asOf, kind],
    staleTime: Infinity,
    queryFn: () => api.get('/map', map, { as_of: asOf, map: kind }),
  });
}
