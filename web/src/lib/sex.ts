import type { Key } from './i18n';

export function sexWord(sex: string | null | undefined): Key {
  return sex === 'male' ? 'sex.male' : sex === 'female' ? 'sex.female' : 'sex.unknown';
}
