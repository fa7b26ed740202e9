import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../api';
import { counted } from '../count';
import type { Measured } from '../figure';
import { useLanguage } from '../i18n';
import { statusWords, type Status } from '../status';

const figure = z.object({
  indicator: z.string(),
  unit: z.string(),
  numerator: counted,
  denominator: counted,
  target: z.number().nullish(),
  milestone: z.number().nullish(),
  assigned: z.number().nullish(),
  status: z.string().transform((word): Status => (word in statusWords ? (word as Status) : 'none')),
});
// With what its members are.
export type Figure = z.infer<typeof figure> & { of: Measured };

const shape = z.object({ rows: z.array(figure), catalogue: z.array(z.object({ id: z.string(), short: z.string(), short_en: z.string().nullish(), member_type: z.string(), sustained: z.boolean().optional() })) });

// Where a unit stands today, by indicator.
export function useFigures(unit: string | undefined, plan?: string) {
  return useQuery({
    queryKey: ['figures', 'now', unit, plan],
    enabled: unit !== undefined,
    queryFn: () =>
      api.get('/indicators', shape, { unit, plan }).then(({ rows, catalogue }) => {
        const asked = new Map(catalogue.map((one) => [one.id, one]));
        return new Map(rows.filter((row) => row.unit === unit).map((row): [string, Figure] => [row.indicator, { ...row, of: asked.get(row.indicator) ?? { member_type: 'patient' } }]));
      }),
  });
}

// Short names of indicators, for heads of columns.
export function useShortNames(): Map<string, string> {
  const { told } = useLanguage();
  const names = useQuery({ queryKey: ['figures', 'names'], staleTime: Infinity, queryFn: () => api.get('/indicators', shape).then(({ catalogue }) => catalogue) });
  return new Map((names.data ?? []).map((one) => [one.id, told(one.short, one.short_en)]));
}
