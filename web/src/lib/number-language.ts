import type { Language } from './i18n';

// Whose rule numbers follow: 1.234,5 or 1,234.5. One for all screens, set with their language.
let locale = 'vi-VN';

export const numberLocale = (): string => locale;

export function setNumberLanguage(language: Language): void {
  locale = language === 'vi' ? 'vi-VN' : 'en-GB';
}
