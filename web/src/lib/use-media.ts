import { useEffect, useState } from 'react';

function useMedia(query: string): boolean {
  const [holds, setHolds] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const media = window.matchMedia(query);
    const onChange = () => setHolds(media.matches);
    onChange();
    media.addEventListener('change', onChange);
    return () => media.removeEventListener('change', onChange);
  }, [query]);
  return holds;
}

// True on a phone, where wide tables become lists.
export const useNarrow = () => useMedia('(max-width: 720px)');

// True where a panel has no room beside a table and lies over it.
export const useTight = () => useMedia('(max-width: 1099px)');

// True where the reader asked the system for no motion.
export const useStill = () => useMedia('(prefers-reduced-motion: reduce)');
