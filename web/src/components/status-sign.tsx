import { useT } from '@/lib/i18n';
import { statusWords, type Status } from '@/lib/status';
import styles from './status-sign.module.css';

// A status is a shape before it is a colour, so that it is read without colours too.
const shapes: Record<Status, JSX.Element | null> = {
  reached: (
    <>
      <circle cx="8" cy="8" r="7.5" fill="currentColor" />
      <path d="M4.3 8.3l2.5 2.6 5-5.4" fill="none" stroke="var(--sheet)" strokeWidth="1.9" />
    </>
  ),
  near: (
    <>
      <circle cx="8" cy="8" r="6.7" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M8 1.3a6.7 6.7 0 0 0 0 13.4z" fill="currentColor" />
    </>
  ),
  behind: <path d="M.8 2.2h14.4L8 15z" fill="currentColor" />,
  // A line that was broken off.
  interrupted: <path d="M.8 8h4.7M10.5 8h4.7M6.2 3.6v8.8M9.8 3.6v8.8" fill="none" stroke="currentColor" strokeWidth="1.9" />,
  'no-data': <circle cx="8" cy="8" r="6.4" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="2.6 2.4" />,
  check: (
    <>
      <path d="M8 1.2L15.2 14.4H.8z" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M8 6v4M8 11.4v1.3" fill="none" stroke="currentColor" strokeWidth="1.7" />
    </>
  ),
  up: <path d="M8 2v12M3.2 6.8L8 2l4.8 4.8" fill="none" stroke="currentColor" strokeWidth="1.9" />,
  down: <path d="M8 14V2M3.2 9.2L8 14l4.8-4.8" fill="none" stroke="currentColor" strokeWidth="1.9" />,
  same: <path d="M2.5 5.6h11M2.5 10.4h11" fill="none" stroke="currentColor" strokeWidth="1.9" />,
  none: null,
};

export function StatusSign({ status, word = false }: { status: Status; word?: boolean }) {
  const t = useT();
  const shape = shapes[status];
  // Nothing is judged: nothing is said.
  if (status === 'none' && !word) return null;
  return (
    <span className={`${styles.sign} ${styles[status] ?? ''}`}>
      {shape && (
        <svg viewBox="0 0 16 16" width="0.8em" height="0.8em" aria-hidden="true">
          {shape}
        </svg>
      )}
      <span className={word ? undefined : 'visually-hidden'}>{t(statusWords[status])}</span>
    </span>
  );
}
