import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import vi from '@/locales/vi.json';
import en from '@/locales/en.json';
import { setNumberLanguage } from './number-language';

// Vietnamese is the source; en.json holds the same keys (a test compares them).
export type Key = keyof typeof vi;
export type Language = 'vi' | 'en';

const words: Record<Language, Record<string, string>> = { vi, en };

export type Translate = (key: Key, values?: Record<string, string | number>) => string;

// What content and records say: in Vietnamese, to readers of English in English where there is some.
type Told = <T extends string | null | undefined>(vi: T, en: string | null | undefined) => T | string;

const Context = createContext<{ language: Language; setLanguage: (language: Language) => void; t: Translate; told: Told }>({
  language: 'vi',
  setLanguage: () => {},
  t: (key, values) => translate('vi')(key, values),
  told: (vi) => vi,
});

export function toldIn<T extends string | null | undefined>(language: Language, vi: T, en: string | null | undefined): T | string {
  return (language === 'en' && en) || vi;
}

export function translate(language: Language): Translate {
  return (key, values = {}) =>
    (words[language][key] ?? vi[key]).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, set] = useState<Language>(() => (localStorage.getItem('language') === 'en' ? 'en' : 'vi'));
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const value = useMemo(
    () => {
      setNumberLanguage(language);
      const told: Told = (vi, en) => toldIn(language, vi, en);
      return {
        language,
        t: translate(language),
        told,
        setLanguage: (next: Language) => {
          localStorage.setItem('language', next);
          set(next);
        },
      };
    },
    [language],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export const useT = () => useContext(Context).t;
export const useLanguage = () => useContext(Context);
