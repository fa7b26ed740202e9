import { expect, it } from 'vitest';
import { choose, mappingOf, mappingText, missingFields } from './mapping';

const fields = [
  { id: 'name', title: 'Họ và tên', required: true },
  { id: 'birth_date', title: 'Ngày sinh', required: true },
  { id: 'phone', title: 'Điện thoại', required: false },
];
const columns = [
  { index: 0, header: 'Họ tên', field: 'name', sample: [] },
  { index: 1, header: 'NS', field: null, sample: [] },
  { index: 2, header: 'SĐT', field: 'phone', sample: [] },
];

it('begins with what was guessed', () => expect(mappingOf(columns)).toEqual({ 0: 'name', 2: 'phone' }));

it('names the fields that no column fills, the required ones alone', () => {
  expect(missingFields(mappingOf(columns), fields).map((field) => field.id)).toEqual(['birth_date']);
});

it('lets a field come from one column only', () => {
  expect(choose({ 0: 'name', 2: 'phone' }, 1, 'name')).toEqual({ 1: 'name', 2: 'phone' });
  expect(choose({ 0: 'name' }, 0, '')).toEqual({});
});

it('writes the columns as the server reads them', () => {
  expect(mappingText({ 0: 'name', 2: 'phone' })).toBe('0:name,2:phone');
});
