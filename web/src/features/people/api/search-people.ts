import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';

const found = z.object({
  id: z.string(),
  name: z.string(),
  sex: z.string().nullish(),
  birth_date: z.string().nullish(),
  hamlet: z.string().nullish(),
  commune: z.string().nullish(),
  phone: z.string().nullish(),
  household_head: z.string().nullish(),
  deceased: z.boolean().nullish(),
});
export type Found = z.infer<typeof found>;

const shape = z.object({ people: z.array(found) });

// Names go in the body: an address line would leave them in logs.
export function useSearchPeople(text: string) {
  return useQuery({
    queryKey: ['people', 'search', text],
    enabled: text.trim().length >= 2,
    placeholderData: (before) => before,
    queryFn: () => api.post('/people/search', { text, count: 12 }, shape).then((answer) => answer.people),
  });
}
