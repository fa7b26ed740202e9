import { useEffect, useLayoutEffect, useRef } from 'react';
import { useLocation, useNavigationType } from 'react-router-dom';

interface Left {
  scroll: number;
  // The link that was followed from there.
  link?: string;
}

// Where the reader was in each entry of the history.
const left = new Map<string, Left>();

function goBackTo(place: Left): () => void {
  let frames = 0;
  let frame = 0;
  const stop = () => cancelAnimationFrame(frame);
  // What was read before may take a moment to stand there again.
  const attempt = () => {
    window.scrollTo(0, place.scroll);
    const link = place.link && document.querySelector<HTMLElement>(`#main a[href="${CSS.escape(place.link)}"]`);
    if (link) link.focus({ preventScroll: true });
    frames += 1;
    if (frames < 90 && (Math.abs(window.scrollY - place.scroll) > 2 || (place.link && !link))) frame = requestAnimationFrame(attempt);
  };
  attempt();
  window.addEventListener('wheel', stop, { once: true });
  window.addEventListener('keydown', stop, { once: true });
  return stop;
}

// A new page begins at its top, with the keys in it; going back finds the place that was left: the scroll
// and the link.
export function usePlace(): void {
  const { key, pathname } = useLocation();
  const how = useNavigationType();
  const at = useRef(key);
  const path = useRef(pathname);

  useEffect(() => {
    window.history.scrollRestoration = 'manual';
    const onScroll = () => left.set(at.current, { ...left.get(at.current), scroll: window.scrollY });
    const onFocus = (event: FocusEvent) => {
      const link = event.target instanceof Element ? (event.target.closest('#main a')?.getAttribute('href') ?? undefined) : undefined;
      left.set(at.current, { scroll: window.scrollY, link });
    };
    window.addEventListener('scroll', onScroll, { passive: true });
    document.addEventListener('focusin', onFocus);
    return () => {
      window.removeEventListener('scroll', onScroll);
      document.removeEventListener('focusin', onFocus);
    };
  }, []);

  useLayoutEffect(() => {
    const moved = path.current !== pathname;
    at.current = key;
    path.current = pathname;
    const place = left.get(key);
    if (how === 'POP' && place) return goBackTo(place);
    if (!moved || how !== 'PUSH') return;
    window.scrollTo(0, 0);
    if (!document.activeElement || document.activeElement === document.body) document.getElementById('main')?.focus({ preventScroll: true });
  }, [key, pathname, how]);
}
