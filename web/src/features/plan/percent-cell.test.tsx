import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { setNumberLanguage } from '@/lib/number-language';
import { PercentCell, percentOf } from './percent-cell';

it('reads percentages as people type them', () => {
  expect(percentOf('93,5')).toBe(93.5);
  expect(percentOf('100%')).toBe(100);
  expect([percentOf('101'), percentOf('abc'), percentOf('-3'), percentOf('')]).toEqual([undefined, undefined, undefined, undefined]);
});

function cell(value: number | undefined) {
  const save = vi.fn();
  render(<PercentCell label="mốc" value={value} editable save={save} />);
  return { save, input: screen.getByLabelText<HTMLInputElement>('mốc') };
}

it('keeps a new value with Enter', () => {
  const { save, input } = cell(93.5);
  fireEvent.change(input, { target: { value: '94' } });
  fireEvent.keyDown(input, { key: 'Enter' });
  expect(save).toHaveBeenCalledWith(94);
});

it('gives up with Esc, and saves nothing that did not change', () => {
  const { save, input } = cell(93.5);
  fireEvent.change(input, { target: { value: '94' } });
  fireEvent.keyDown(input, { key: 'Escape' });
  expect(input.value).toBe('93,5');
  fireEvent.blur(input);
  expect(save).not.toHaveBeenCalled();
});

it('holds what is no percentage instead of saving it', () => {
  const { save, input } = cell(undefined);
  fireEvent.change(input, { target: { value: '940' } });
  fireEvent.blur(input);
  expect(save).not.toHaveBeenCalled();
  expect(input.getAttribute('aria-invalid')).toBe('true');
});

it('writes numbers by the rule of the language', () => {
  setNumberLanguage('en');
  try {
    expect(cell(93.5).input.value).toBe('93.5');
  } finally {
    setNumberLanguage('vi');
  }
});
