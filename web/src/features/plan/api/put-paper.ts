import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, withQuery } from '@/lib/api';
import { usePlanId } from '@/lib/requests/plans';

export interface Paper {
  number: string;
  issued_on: string;
  signer?: string;
  signer_title?: string;
  version?: string | number | null;
}

export function usePutPaper() {
  const cache = useQueryClient();
  const plan = usePlanId();
  return useMutation({
    mutationFn: (paper: Paper) => api.put(withQuery('/plan/paper', { plan }), paper, z.object({})),
    onSettled: () => cache.invalidateQueries({ queryKey: ['plan'] }),
  });
}
