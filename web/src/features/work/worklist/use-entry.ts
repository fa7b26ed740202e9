import { useEffect, useReducer, type Dispatch } from 'react';
import { useReader } from '@/lib/session';
import { enter, type Entry, type Step } from './entry';

function stored(key: string): Entry {
  try {
    const drafts: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return { drafts: drafts && typeof drafts === 'object' ? (drafts as Entry['drafts']) : {}, past: [] };
  } catch {
    return { drafts: {}, past: [] };
  }
}

const keyOf = (user: string, worklist: string) => `outcomes ${user} ${worklist}`;

// How many outcomes of a sheet wait in this browser.
export const waitingOutcomes = (user: string, worklist: string): number => Object.keys(stored(keyOf(user, worklist)).drafts).length;

// A sheet half entered outlives a closed window or a power cut: it waits in this browser, without names
// and notes, until it is saved.
export function useEntry(worklist: string): [Entry, Dispatch<Step>] {
  const { user } = useReader();
  const key = keyOf(user, worklist);
  const [entry, step] = useReducer(enter, key, stored);
  useEffect(() => {
    const bare = Object.entries(entry.drafts).map(([item, { outcome, on }]) => [item, { outcome, on }]);
    if (bare.length > 0) localStorage.setItem(key, JSON.stringify(Object.fromEntries(bare)));
    else localStorage.removeItem(key);
  }, [key, entry.drafts]);
  return [entry, step];
}
