import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, withQuery } from '@/lib/api';
import { usePlanId } from '@/lib/requests/plans';

export interface Goal {
  kind: 'milestone' | 'assigned';
  indicator: string;
  unit?: string;
  year: number;
  value: number;
  // Of the document that assigns it.
  number?: string;
  version?: string | number | null;
}

const put = z.object({ version: z.union([z.string(), z.number()]).nullish() });

export function usePutGoal() {
  const cache = useQueryClient();
  const plan = usePlanId();
  return useMutation({
    mutationFn: (goal: Goal) => api.put(withQuery('/plan/goals', { plan }), goal, put),
    // Also after a refusal: somebody else may have changed it, and their value is to be seen.
    onSettled: () =>
      Promise.all([cache.invalidateQueries({ queryKey: ['plan'] }), cache.invalidateQueries({ queryKey: ['figures'] })]),
  });
}
