import { renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { measureText, useCodeWord } from './code-words';

it('gives a code its word, and an unknown one as it is', () => {
  const { result } = renderHook(() => useCodeWord());
  expect(result.current('unit', 'people-committee')).toBe('Ủy ban nhân dân');
  expect(result.current('unit', 'Ban Dân vận')).toBe('Ban Dân vận');
  expect(result.current('unit', null)).toBe('');
});

it('writes measures as people do', () => expect(measureText('58.5 kg 120/80 mm[Hg]')).toBe('58,5 kg 120/80 mmHg'));
