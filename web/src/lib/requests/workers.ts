import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../api';

const worker = z.object({
  user: z.string(),
  name: z.string(),
  unit: z.string(),
  unit_name: z.string(),
  role: z.string().nullish(),
  // True: what this worker measures is pre-screening.
  pre_screening: z.boolean().default(false),
});
export type Worker = z.infer<typeof worker>;

const shape = z.object({ workers: z.array(worker) });

// Those to whom work of a unit can be given.
export function useWorkers(unit: string, enabled = true) {
  return useQuery({
    queryKey: ['workers', unit],
    enabled,
    staleTime: 60_000,
    queryFn: () => api.get('/workers', shape, { unit }).then((answer) => answer.workers),
  });
}
