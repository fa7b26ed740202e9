import type { Key } from '@/lib/i18n';

const words: Record<string, Key> = {
  draft: 'report.draft',
  submitted: 'report.submitted',
  signed: 'report.signed',
  sent: 'report.sent',
  received: 'report.received',
  returned: 'report.returned',
};

export function stateWord(state: string): Key {
  return words[state] ?? 'report.draft';
}
