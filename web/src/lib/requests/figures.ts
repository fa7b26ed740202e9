import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../api';
import { counted } from '../count';
import { useLanguage } from '../i18n';
import { statusWords, type Status } from '../status';

const figure = z.object({
  indicator: z.string(),
  unit: z.string(),
  numerator: counted,
  denominator: counted,
  status: z.string().transform((word): Status => (word in statusWords ? (word as Status) : 'none')),
});
export type Figure = z.infer<typeof figure>;

const shape = z.object({ rows: z.array(figure), catalogue: z.array(z.object({ id: z.string(), short: z.string(), short_en: z.string().nullish() })) });

// Where a unit stands today, by indicator.
export function useFigures(unit: string | undefined) {
  return useQuery({
    queryKey: ['figures', 'now', unit],
    enabled: unit !== undefined,
    queryFn: () =>
      api.get('/indicators', shape, { unit }).then(({ rows }) => new Map(rows.filter((row) => row.unit === unit).map((row) => [row.indicator, row]))),
  });
}

// Short names of indicators, for heads of columns.
export function useShortNames(): Map<string, string> {
  const { language } = useLanguage();
  const names = useQuery({ queryKey: ['figures', 'names'], staleTime: Infinity, queryFn: () => api.get('/indicators', shape).then(({ catalogue }) => catalogue) });
  return new Map((names.data ?? []).map((one) => [one.id, (language === 'en' && one.short_en) || one.short]));
}
