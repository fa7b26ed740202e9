import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';

export interface Closing {
  unit: string;
  from: string;
  to: string;
  map?: string;
  title?: string;
  // A closing that this one takes the place of, and why.
  replaces?: string;
  reason?: string;
}

const closed = z.object({ id: z.string(), title: z.string(), title_en: z.string().nullish() });

export function useClosePeriod() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (closing: Closing) => api.post('/periods', closing, closed),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['periods'] }),
  });
}
