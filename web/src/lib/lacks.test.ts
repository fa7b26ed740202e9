import { expect, it } from 'vitest';
import { translate } from './i18n';
import { lackWords } from './lacks';

it('puts what is lacked for one reason together, and tells the reason of the row once', () => {
  const lack = (item: string, why: string, words: string) => ({ item_title: item, why, why_title: words });
  const lacks = [lack('Huyết áp', 'screened-only', 'mới đo sàng lọc'), lack('Đường huyết', 'incomplete', 'Khám thiếu nội dung'), lack('Cân nặng', 'screened-only', 'mới đo sàng lọc')];
  expect(lackWords(lacks, 'incomplete', 'vi', translate('vi'))).toBe('mới đo sàng lọc: Huyết áp, Cân nặng; còn thiếu: Đường huyết');
  expect(lackWords([], 'incomplete', 'vi', translate('vi'))).toBe('');
});
