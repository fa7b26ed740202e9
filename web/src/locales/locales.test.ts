import { expect, it } from 'vitest';
import en from './en.json';
import vi from './vi.json';

it('has every key in both languages', () => expect(Object.keys(en).sort()).toEqual(Object.keys(vi).sort()));

it('keeps the same placeholders in both languages', () => {
  const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
  for (const key of Object.keys(vi) as (keyof typeof vi)[]) expect(holes(en[key]), key).toEqual(holes(vi[key]));
});
