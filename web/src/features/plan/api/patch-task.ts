import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/lib/api';
import { task, type Task } from './get-plan';

export type TaskChange = Partial<Pick<Task, 'status' | 'due_on' | 'evidence' | 'note'>> & { lead?: string } & Pick<Task, 'version'>;

export function usePatchTask(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (change: TaskChange) => api.patch(`/plan/tasks/${id}`, change, task),
    onSettled: () => cache.invalidateQueries({ queryKey: ['plan'] }),
  });
}
