import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';

const answer = z.object({
  undone: z.number(),
  // Undone, but the person's record was changed elsewhere and stays as it is.
  register_kept: z.array(z.string()).default([]),
  problems: z.array(z.object({ item: z.string(), detail: z.string(), detail_en: z.string().nullish() })).default([]),
});

// Takes saved outcomes back, with what they did to the register of people.
export function useUndoOutcomes(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (items: string[]) => api.post(`/worklists/${id}/undo`, { items }, answer),
    onSettled: () =>
      Promise.all([['worklists'], ['figures'], ['people']].map((queryKey) => cache.invalidateQueries({ queryKey }))),
  });
}
