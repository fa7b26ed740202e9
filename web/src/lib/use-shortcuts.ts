import { useEffect, useRef } from 'react';

// What is asked in front of the page has the keys until it is answered.
const asking = '[role="dialog"][aria-modal="true"]';
const fields = 'input, textarea, select, [contenteditable="true"]';

// Keys that act wherever the reader is, except while typing. `keys` maps a key, or "g" and a letter
// typed after it, to what happens.
export function useShortcuts(keys: Record<string, () => void>): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    let led = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest(fields)) return;
      if (document.querySelector(asking)) return;
      const follows = Date.now() - led < 1200;
      led = 0;
      if (event.key === 'g' && !follows) {
        led = Date.now();
        return;
      }
      const act = latest.current[follows ? `g ${event.key}` : event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

// Ctrl+Enter saves wherever the reader is, while typing too.
export function useSaveKey(save: () => void): void {
  const latest = useRef(save);
  latest.current = save;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !event.ctrlKey || event.defaultPrevented || document.querySelector(asking)) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
