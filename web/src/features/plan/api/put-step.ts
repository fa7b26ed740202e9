import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';

export interface StepDocument {
  step: string;
  unit: string;
  number: string;
  issued_on: string;
  version?: string | number | null;
}

export function usePutStep() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (document: StepDocument) => api.put('/plan/steps', document, z.object({})),
    onSettled: () => Promise.all([cache.invalidateQueries({ queryKey: ['plan'] }), cache.invalidateQueries({ queryKey: ['figures'] })]),
  });
}
