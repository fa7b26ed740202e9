import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/lib/api';
import { report, reportKey } from './get-report';

// Figures anew; the words of the author stay.
export function useRecalculate(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => api.post(`/reports/${id}/recalculate`, undefined, report),
    onSuccess: (value) => {
      cache.setQueryData(reportKey(id), value);
      return cache.invalidateQueries({ queryKey: ['reports'], exact: true });
    },
  });
}
