import { useCallback } from 'react';
import vi from '@/locales/vi.json';
import { useT, type Key, type Language } from './i18n';

// Codes that answers carry, in the words of the screen. A code without a word shows as it is: content may
// know more of them than the screens do.
export function useCodeWord(): (set: 'unit' | 'split', code: string | null | undefined) => string {
  const t = useT();
  return useCallback(
    (set, code) => {
      const key = `code.${set}.${code ?? ''}`;
      return key in vi ? t(key as Key) : (code ?? '');
    },
    [t],
  );
}

// Units of measure as people write them, where an answer gives the code of UCUM.
export function measureText(value: string, language: Language = 'vi'): string {
  const [from, to] = language === 'vi' ? ['.', ','] : [',', '.'];
  return value.replace('mm[Hg]', 'mmHg').replace('{score}', '').replace(new RegExp(`(\\d)\\${from}(\\d)`, 'g'), `$1${to}$2`);
}
