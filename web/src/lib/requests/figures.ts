import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../api';
import { statusWords, type Status } from '../status';

const figure = z.object({
  indicator: z.string(),
  unit: z.string(),
  numerator: z.number(),
  denominator: z.number(),
  status: z.string().transform((word): Status => (word in statusWords ? (word as Status) : 'none')),
});
export type Figure = z.infer<typeof figure>;

const shape = z.object({ rows: z.array(figure) });

// Where a unit stands today, by indicator.
export function useFigures(unit: string | undefined) {
  return useQuery({
    queryKey: ['figures', 'now', unit],
    enabled: unit !== undefined,
    queryFn: () =>
      api.get('/indicators', shape, { unit }).then(({ rows }) => new Map(rows.filter((row) => row.unit === unit).map((row) => [row.indicator, row]))),
  });
}
