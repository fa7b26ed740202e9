import { formatCount } from '@/lib/format';
import { useT } from '@/lib/i18n';

interface Due {
  due_on?: string | null;
  sent_on?: string | null;
  days_late: number;
}

// Handed in in time, late, or not yet: in words, never by colour alone.
export function Punctual({ due }: { due: Due }) {
  const t = useT();
  if (!due.due_on) return <>–</>;
  const days = formatCount(due.days_late);
  if (due.days_late > 0)
    return <strong style={{ color: 'var(--behind)' }}>{t(due.sent_on ? 'report.late' : 'report.overdue', { days })}</strong>;
  return <>{t(due.sent_on ? 'report.onTime' : 'report.notYet')}</>;
}
