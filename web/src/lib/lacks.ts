import { z } from 'zod';
import { toldIn, type Language, type Translate } from './i18n';

// One thing that somebody or some place lacks, and why.
export const lack = z.object({
  why: z.string().nullish(), item_title: z.string(), item_title_en: z.string().nullish(), why_title: z.string().nullish(), why_title_en: z.string().nullish(),
});
export type Lack = z.infer<typeof lack>;

// Reasons that say more with the day of the record behind them.
export const isDated = (why: string | null | undefined): boolean => why === 'pre-screened';

// "còn thiếu: Đường huyết; mới đo sàng lọc: Huyết áp". Things lacked for one reason stand together; the reason
// of the whole row, `said`, is not told again.
export function lackWords(lacks: Lack[], said: string | null | undefined, language: Language, t: Translate): string {
  const byReason = new Map<string, string[]>();
  for (const one of lacks) {
    const words = toldIn(language, one.why_title, one.why_title_en) || '';
    const key = one.why === said || one.why === 'incomplete' || !words ? t('list.lacks') : words;
    byReason.set(key, [...(byReason.get(key) ?? []), toldIn(language, one.item_title, one.item_title_en)]);
  }
  return [...byReason].map(([words, items]) => `${words}: ${items.join(', ')}`).join('; ');
}
