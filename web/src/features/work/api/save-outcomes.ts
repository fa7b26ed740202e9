import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';
import type { Outcome } from './get-worklist';

export interface Result {
  item: string;
  outcome: Outcome;
  on: string;
  note?: string;
  circumstance?: string;
  to_unit?: string;
}

const answer = z.object({
  applied: z.number(),
  problems: z.array(z.object({ item: z.string(), detail: z.string(), detail_en: z.string().nullish() })).default([]),
});

// A whole sheet in one request: what cannot be applied comes back with its reason, the rest is kept.
export function useSaveOutcomes(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (outcomes: Result[]) => api.post(`/worklists/${id}/outcomes`, { outcomes }, answer),
    onSuccess: () =>
      Promise.all([['worklists'], ['figures'], ['people']].map((queryKey) => cache.invalidateQueries({ queryKey }))),
  });
}
