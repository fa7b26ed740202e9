import { expect, it } from 'vitest';
import { addressOf, fold, matches } from './text';

it('reads without tone marks, đ as d', () => expect(fold('Đặng Thị Hường')).toBe('dang thi huong'));

it('finds words in any order by their beginnings', () => {
  expect(matches('Xã An Khê', 'khe')).toBe(true);
  expect(matches('Nguyễn Thị Hoa', 'hoa ng')).toBe(true);
  expect(matches('Xã An Khê', 'binh')).toBe(false);
});

it('puts the commune of today before an address that names an older one', () => {
  expect(addressOf('Số 3, Ấp 4, Xã An Hòa', 'Phường Bình Sen')).toBe('Phường Bình Sen · Số 3, Ấp 4, Xã An Hòa');
  expect(addressOf('Số 3, phường Bình Sen', 'Phường Bình Sen')).toBe('Số 3, phường Bình Sen');
  expect([addressOf('', 'Xã Tân Sen'), addressOf('Ấp 4', null), addressOf(null, null)]).toEqual(['Xã Tân Sen', 'Ấp 4', '']);
});
