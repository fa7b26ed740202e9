import type { Outcome } from './api/get-worklist';
import type { WorklistHead } from './api/get-worklists';

export type Wanted = Outcome | 'open';

const counted: Record<Wanted, keyof WorklistHead['by_outcome']> = {
  done: 'done', 'will-come': 'will_come', 'not-found': 'not_found', moved: 'moved', refused: 'refused', died: 'died', open: 'open',
};

export const countOf = (list: WorklistHead, wanted: Wanted): number => list.by_outcome[counted[wanted]];

// Who carries a list out: a user, or everybody of the unit where none is named.
export const ownerKey = (list: WorklistHead): string => list.owner.user || `unit ${list.unit ?? ''}`;

export const listPath = (id: string, wanted?: Wanted | null) => `/work/${id}${wanted ? `?outcome=${wanted}` : ''}`;

// Where the people behind a worker's count stand: the one list that has them, else the worker's lists.
export function workerPath(lists: WorklistHead[], user: string, wanted?: Wanted): string {
  const theirs = lists.filter((list) => ownerKey(list) === user && (!wanted || countOf(list, wanted) > 0));
  if (theirs.length === 1) return listPath(theirs[0]!.id, wanted);
  return `/work?${new URLSearchParams({ owner: user, ...(wanted && { outcome: wanted }) }).toString()}`;
}
