import type { Translate } from '@/lib/i18n';

// Who closed a period, by name; the administrator at the machine itself has no account.
export const authorWord = (of: { closed_by?: string | null; closed_by_name?: string | null }, t: Translate): string =>
  of.closed_by === 'system' ? t('period.bySystem') : of.closed_by_name || of.closed_by || '–';
