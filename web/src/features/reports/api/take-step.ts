import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/lib/api';
import { report, reportKey } from './get-report';

export interface Taken {
  state: string;
  on?: string;
  number?: string;
  reason?: string;
}

// One step on the report's way: submitted, signed or returned, sent, received.
export function useTakeStep(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (step: Taken) => api.post(`/reports/${id}/steps`, step, report),
    onSuccess: (value) => {
      cache.setQueryData(reportKey(id), value);
      return cache.invalidateQueries({ queryKey: ['reports'], exact: true });
    },
  });
}
