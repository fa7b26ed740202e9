import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';

export interface Assignment {
  title: string;
  indicator: string;
  owner: string;
  unit: string;
  due_on: string;
  reason: string;
  members: string[];
  // It is meant that people come to a unit where they do not live.
  outside?: boolean;
}

const given = z.object({ id: z.string(), items: z.number() });

export function useAssignWork() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (assignment: Assignment) => api.post('/worklists', assignment, given),
    onSuccess: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: ['worklists'] }),
        cache.invalidateQueries({ queryKey: ['figures', 'members'] }),
      ]),
  });
}
