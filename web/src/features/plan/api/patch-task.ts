import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, withQuery } from '@/lib/api';
import { usePlanId } from '@/lib/requests/plans';
import { task, type Task } from './get-plan';

export type TaskChange = Partial<Pick<Task, 'status' | 'due_on' | 'evidence' | 'note'>> & { lead?: string } & Pick<Task, 'version'>;

export function usePatchTask(id: string) {
  const cache = useQueryClient();
  const plan = usePlanId();
  return useMutation({
    mutationFn: (change: TaskChange) => api.patch(withQuery(`/plan/tasks/${id}`, { plan }), change, task),
    onSettled: () => cache.invalidateQueries({ queryKey: ['plan'] }),
  });
}
