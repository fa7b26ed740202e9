import { useUndoMessage } from '@/components/undo-message';
import { formatGoal } from '@/lib/format';
import { useT } from '@/lib/i18n';
import { usePutGoal, type Goal } from './api/put-goal';

// Keeps a milestone or an assigned target, says so, and takes it back on request. A goal that was not there
// before is not taken back: a resolution stands.
export function useGoal() {
  const t = useT();
  const put = usePutGoal();
  const say = useUndoMessage();
  const keep = (goal: Goal, name: string, before?: { value: number; number?: string | null }) =>
    put.mutate(goal, {
      onSuccess: ({ version }) =>
        say(
          t('plan.goalSaved', { name, value: formatGoal(goal.value) }),
          before && (() => put.mutate({ ...goal, value: before.value, number: before.number ?? goal.number, version })),
        ),
    });
  return { keep, error: put.error };
}
