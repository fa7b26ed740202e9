import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/lib/api';
import { table } from './get-report';

export interface FilledRow {
  key: string;
  cells: string[];
}

// What no record holds and the author fills in; rows of no known key are those added.
export function useFillTable(report: string, id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (rows: FilledRow[]) => api.put(`/reports/${report}/tables/${id}`, { rows }, table),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['reports'] }),
  });
}
