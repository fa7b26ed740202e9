import type { Key } from '@/lib/i18n';
import type { Wanted } from './work-path';
import type { Outcome } from './api/get-worklist';

export const outcomeWords: Record<Outcome, Key> = {
  done: 'outcome.done',
  'will-come': 'outcome.willCome',
  'not-found': 'outcome.notFound',
  moved: 'outcome.moved',
  refused: 'outcome.refused',
  died: 'outcome.died',
};

export const circumstanceWords: Record<string, Key | undefined> = {
  away: 'circumstance.away',
  'cannot-walk': 'circumstance.cannotWalk',
};

export const wantedWord = (wanted: Wanted): Key => (wanted === 'open' ? 'work.open' : outcomeWords[wanted]);
