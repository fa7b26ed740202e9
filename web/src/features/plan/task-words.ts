import type { Key } from '@/lib/i18n';
import type { Task } from './api/get-plan';

export const taskWords: Record<Task['status'], Key> = {
  open: 'task.open',
  'in-progress': 'task.inProgress',
  done: 'task.done',
  stopped: 'task.stopped',
};
