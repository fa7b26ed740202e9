import { expect, it } from 'vitest';
import en from './en.json';
import vi from './vi.json';

it('has every key in both languages', () => expect(Object.keys(en).sort()).toEqual(Object.keys(vi).sort()));

it('keeps the same placeholders in both languages', () => {
  const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
  for (const key of Object.keys(vi) as (keyof typeof vi)[]) expect(holes(en[key]), key).toEqual(holes(vi[key]));
});

// What stays Vietnamese in English: the words before a commune's name, a number and a mark of documents, a
// language in its own words.
const kept = ['app.language', 'map.level', 'plan.documentHint', 'report.missingNote'];

it('is in English throughout', () => {
  const left = Object.entries(en).filter(([key, words]) => /[à-ỹđ]/i.test(words) && !kept.includes(key));
  expect(left).toEqual([]);
});
