import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';
import type { Question } from '../question';

const shape = z.object({ whys: z.array(z.object({ code: z.string(), title: z.string(), title_en: z.string().nullish(), count: z.number().nullable() })) });

// Why members are not met; a count kept from readers of figures alone is null.
export function useWhys(indicator: string, { unit, asOf, map, base }: Question) {
  return useQuery({
    queryKey: ['figures', 'whys', indicator, unit, asOf, map, base],
    queryFn: () =>
      api.get(`/indicators/${indicator}/whys`, shape, { unit, as_of: asOf, map, base }).then((answer) => answer.whys),
  });
}
