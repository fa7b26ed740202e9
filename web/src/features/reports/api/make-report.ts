import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';

export interface Wanted {
  template: string;
  unit?: string;
  from: string;
  to: string;
  signed_on?: string;
  // A signed report whose words it begins with and whose place it takes.
  replaces?: string;
}

const made = z.object({ id: z.string() });

export function useMakeReport() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (wanted: Wanted) => api.post('/reports', wanted, made),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['reports'] }),
  });
}
