import { expect, it } from 'vitest';
import { stepOf, stepsOf } from './steps';

it('holds all values between round bounds', () => {
  expect(stepsOf([86.2, 94.9])).toEqual([86, 88, 90, 92, 94, 96]);
  expect(stepsOf([30, 99])).toEqual([0, 20, 40, 60, 80, 100]);
  expect(stepsOf([97, 100])).toEqual([95, 96, 97, 98, 99, 100]);
  expect(stepsOf([])).toHaveLength(6);
});

it('puts a value on a bound into the step above, and the last bound into the last', () => {
  expect(stepOf(20, [0, 20, 40, 60, 80, 100])).toBe(1);
  expect(stepOf(100, [0, 20, 40, 60, 80, 100])).toBe(4);
  expect(stepOf(0, [0, 20, 40, 60, 80, 100])).toBe(0);
});
