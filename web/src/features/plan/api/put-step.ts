import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, withQuery } from '@/lib/api';
import { usePlanId } from '@/lib/requests/plans';

export interface StepDocument {
  step: string;
  unit: string;
  number: string;
  issued_on: string;
  version?: string | number | null;
}

export function usePutStep() {
  const cache = useQueryClient();
  const plan = usePlanId();
  return useMutation({
    mutationFn: (document: StepDocument) => api.put(withQuery('/plan/steps', { plan }), document, z.object({})),
    onSettled: () => Promise.all([cache.invalidateQueries({ queryKey: ['plan'] }), cache.invalidateQueries({ queryKey: ['figures'] })]),
  });
}
