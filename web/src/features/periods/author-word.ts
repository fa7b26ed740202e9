import type { Translate } from '@/lib/i18n';

// Who closed a period; the administrator at the machine itself has no account.
export const authorWord = (user: string | null | undefined, t: Translate): string => (user === 'system' ? t('period.bySystem') : (user ?? '–'));
