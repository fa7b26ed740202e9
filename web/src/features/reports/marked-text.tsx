import type { ReactNode } from 'react';
import styles from './report.module.css';

// Marks what is still to be written, and figures that changed since the words were edited.
export function markText(text: string, changed: string[]): { text: string; mark?: 'missing' | 'changed' }[] {
  const wanted = [...changed.filter(Boolean).map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')), '\\[cần bổ sung[^\\]]*\\]'];
  const parts = text.split(new RegExp(`(${wanted.join('|')})`));
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      if (part.startsWith('[cần bổ sung')) return { text: part, mark: 'missing' as const };
      return changed.includes(part) ? { text: part, mark: 'changed' as const } : { text: part };
    });
}

export function MarkedText({ text, changed }: { text: string; changed: { was: string; now: string }[] }): ReactNode {
  return markText(text, changed.map((one) => one.was)).map((part, place) =>
    part.mark ? (
      <mark key={place} data-mark={part.mark} className={styles[part.mark]} title={changed.find((one) => one.was === part.text)?.now}>
        {part.text}
      </mark>
    ) : (
      <span key={place}>{part.text}</span>
    ),
  );
}
