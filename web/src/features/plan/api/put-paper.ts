import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';

export interface Paper {
  number: string;
  issued_on: string;
  signer?: string;
  signer_title?: string;
  version?: string | number | null;
}

export function usePutPaper() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (paper: Paper) => api.put('/plan/paper', paper, z.object({})),
    onSettled: () => cache.invalidateQueries({ queryKey: ['plan'] }),
  });
}
