import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';

const choice = z.object({
  kind: z.string(),
  title: z.string(),
  title_en: z.string().nullish(),
  from: z.string(),
  to: z.string(),
  over: z.boolean(),
  closed: z.string().nullish(),
});
export type Choice = z.infer<typeof choice>;

const shape = z.object({ checked: z.boolean(), choices: z.array(choice) });

// The reporting calendar of the last two years, and what of it a unit has closed.
export function useChoices(unit: string | undefined) {
  return useQuery({ queryKey: ['periods', 'choices', unit], queryFn: () => api.get('/periods/choices', shape, { unit }) });
}
