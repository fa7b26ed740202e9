import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/lib/api';
import { section } from './get-report';

// An empty text goes back to the computed words.
export function useEditSection(report: string, id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (text: string) => api.put(`/reports/${report}/sections/${id}`, { text }, section),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['reports'] }),
  });
}
