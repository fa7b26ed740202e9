import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';

export function useRecordCircumstance(person: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (found: { circumstance: string; on: string }) => api.post(`/people/${person}/circumstances`, found, z.object({})),
    onSettled: () => Promise.all([['people', person], ['figures']].map((queryKey) => cache.invalidateQueries({ queryKey }))),
  });
}
