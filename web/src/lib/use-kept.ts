import { useEffect, useState } from 'react';
import { useLocation } from 'react-router-dom';

const kept = new Map<string, unknown>();

// State of a page that is there again when the reader comes back to it. It belongs to one entry of the
// browser's history and lives in memory alone.
export function useKept<T>(name: string, initial: T): [T, (value: T) => void] {
  const { key } = useLocation();
  const id = `${key} ${name}`;
  const [value, set] = useState<T>(() => (kept.has(id) ? (kept.get(id) as T) : initial));
  useEffect(() => {
    kept.set(id, value);
  }, [id, value]);
  return [value, set];
}

// What was typed and is not saved yet, by the name of the thing it is about: Esc, a wrong click or a look at
// another page does not lose it. Setting undefined lets it go.
export function useDraft<T>(name: string): [T | undefined, (value: T | undefined) => void] {
  const id = `draft ${name}`;
  const [value, set] = useState<T | undefined>(() => kept.get(id) as T | undefined);
  return [
    value,
    (next) => {
      if (next === undefined) kept.delete(id);
      else kept.set(id, next);
      set(next);
    },
  ];
}

// Leaving the site altogether would lose what was typed; the browser asks.
window.addEventListener('beforeunload', (event) => {
  if ([...kept.keys()].some((key) => key.startsWith('draft '))) event.preventDefault();
});

// A shared PC: nothing of the last reader stays behind.
export const forgetKept = () => kept.clear();
