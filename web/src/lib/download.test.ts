import { expect, it } from 'vitest';
import { csvText } from './download';

it('quotes what would break a row', () => {
  expect(csvText([['a,b', 'c"d', 3, null]])).toBe('\uFEFF"a,b","c""d",3,\r\n');
});

it('never hands a formula to a spreadsheet', () => expect(csvText([['=1+1', -2]])).toBe("\uFEFF'=1+1,-2\r\n"));
