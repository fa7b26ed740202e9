import { useId, type KeyboardEvent, type ReactNode } from 'react';
import styles from './parts.module.css';

interface Part {
  key: string;
  label: string;
  children: ReactNode;
}

// Parts of a page, one shown at a time; on a phone their names scroll sideways.
export function Parts({ label, parts, shown, show }: { label: string; parts: Part[]; shown: string; show: (key: string) => void }) {
  const id = useId();
  const open = parts.find((part) => part.key === shown) ?? parts[0]!;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = parts[(parts.indexOf(open) + step + parts.length) % parts.length]!;
    show(next.key);
    document.getElementById(`${id}-${next.key}`)?.focus();
  };
  return (
    <>
      <div role="tablist" aria-label={label} className={`${styles.names} no-print`}>
        {parts.map((part) => (
          <button
            key={part.key}
            id={`${id}-${part.key}`}
            type="button"
            role="tab"
            aria-selected={part === open}
            aria-controls={`${id}-panel`}
            tabIndex={part === open ? 0 : -1}
            onKeyDown={onKeyDown}
            onClick={() => show(part.key)}
          >
            {part.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${open.key}`}>
        {open.children}
      </div>
    </>
  );
}
