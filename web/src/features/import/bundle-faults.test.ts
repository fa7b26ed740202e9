import { expect, it } from 'vitest';
import { translate } from '@/lib/i18n';
import { placeWords } from './bundle-faults';

it('tells the place once and in words', () => {
  const words = (place: string | null, path: string | null) => placeWords({ place, path, detail: '' }, translate('vi'));
  expect(words('line 2', 'line 2.resourceType')).toBe('dòng 2 · resourceType');
  expect(words('line 1200', 'line 1200')).toBe('dòng 1.200');
  expect(words('Bundle.entry[3]', 'Bundle.entry[3].gender')).toBe('Bundle.entry[3] · gender');
  expect(words(null, 'gender')).toBe('gender');
});
