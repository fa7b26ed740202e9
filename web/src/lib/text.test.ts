import { expect, it } from 'vitest';
import { fold, matches } from './text';

it('reads without tone marks, đ as d', () => expect(fold('Đặng Thị Hường')).toBe('dang thi huong'));

it('finds words in any order by their beginnings', () => {
  expect(matches('Xã An Khê', 'khe')).toBe(true);
  expect(matches('Nguyễn Thị Hoa', 'hoa ng')).toBe(true);
  expect(matches('Xã An Khê', 'binh')).toBe(false);
});
