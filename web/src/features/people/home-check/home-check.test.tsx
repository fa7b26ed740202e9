import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { faultsOf, isWholeSystolic, numberOf } from './measures';
import { PressureFields } from './pressure-fields';

function Fields() {
  const [values, setValues] = useState({ systolic: '', diastolic: '' });
  return <PressureFields {...values} faulty={false} change={(next) => setValues((before) => ({ ...before, ...next }))} />;
}
const systolic = () => screen.getByLabelText<HTMLInputElement>('Huyết áp tâm thu');
const diastolic = () => screen.getByLabelText<HTMLInputElement>('Huyết áp tâm trương');

it('knows a whole systolic number by its first digit', () => {
  expect(['120', '300', '95', '70'].every(isWholeSystolic)).toBe(true);
  expect(['12', '1', '40', '65', ''].some(isWholeSystolic)).toBe(false);
});

it('hands on to the second box after 120 and after 95, not before', () => {
  render(<Fields />);
  systolic().focus();
  fireEvent.change(systolic(), { target: { value: '12' } });
  expect(document.activeElement).toBe(systolic());
  fireEvent.change(systolic(), { target: { value: '120' } });
  expect(document.activeElement).toBe(diastolic());
});

it('goes back from an empty second box and takes the last digit', () => {
  render(<Fields />);
  fireEvent.change(systolic(), { target: { value: '95' } });
  expect(document.activeElement).toBe(diastolic());
  fireEvent.keyDown(diastolic(), { key: 'Backspace' });
  expect(systolic().value).toBe('9');
  expect(document.activeElement).toBe(systolic());
});

it('stays in the first box while a digit is being taken away', () => {
  render(<Fields />);
  fireEvent.change(systolic(), { target: { value: '1200' } });
  systolic().focus();
  fireEvent.change(systolic(), { target: { value: '12' } });
  expect(document.activeElement).toBe(systolic());
});

it('takes letters for nothing', () => {
  render(<Fields />);
  fireEvent.change(systolic(), { target: { value: '1a3' } });
  expect(systolic().value).toBe('13');
});

it('reads a decimal comma', () => {
  expect(numberOf('58,5')).toBe(58.5);
  expect(numberOf(' ')).toBeUndefined();
  expect(numberOf('5,,8')).toBeNaN();
});

it('says what is wrong with the numbers, and lets missing ones be', () => {
  expect(faultsOf({})).toEqual([]);
  expect(faultsOf({ weight: '58,5' })).toEqual([]);
  expect(faultsOf({ systolic: '85', diastolic: '90' })).toMatchObject([{ key: 'check.upsideDown' }]);
  expect(faultsOf({ systolic: '120' })).toMatchObject([{ field: 'diastolic', key: 'check.both' }]);
  expect(faultsOf({ systolic: '400', diastolic: '80' })).toMatchObject([{ field: 'systolic', key: 'check.outside' }]);
  expect(faultsOf({ glucose: '126' })).toMatchObject([{ key: 'check.outside' }]);
});
