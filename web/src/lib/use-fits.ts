import { useLayoutEffect, useState, type RefObject } from 'react';

// Whether what stands in a box is no wider than the box. Only a box that need not scroll sideways can let
// the head of its table stick to the window.
export function useFits(box: RefObject<HTMLElement>): boolean {
  const [fits, setFits] = useState(true);
  useLayoutEffect(() => {
    const look = () => {
      const inner = box.current?.firstElementChild;
      if (box.current && inner) setFits(inner.scrollWidth <= box.current.clientWidth + 1);
    };
    look();
    if (typeof ResizeObserver === 'undefined' || !box.current) return;
    const watch = new ResizeObserver(look);
    watch.observe(box.current);
    if (box.current.firstElementChild) watch.observe(box.current.firstElementChild);
    return () => watch.disconnect();
  }, [box]);
  return fits;
}
