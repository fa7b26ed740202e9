import { expect, it } from 'vitest';
import { markText } from './marked-text';
import { likelyPeriod } from './periods';

it('marks what is still to be written, and figures that changed since', () => {
  expect(markText('Đạt 93,4% (18/20). [cần bổ sung: nguyên nhân] Hết.', ['93,4% (18/20)'])).toEqual([
    { text: 'Đạt ' },
    { text: '93,4% (18/20)', mark: 'changed' },
    { text: '. ' },
    { text: '[cần bổ sung: nguyên nhân]', mark: 'missing' },
    { text: ' Hết.' },
  ]);
});

it('leaves a text without marks whole', () => expect(markText('Không có gì.', [])).toEqual([{ text: 'Không có gì.' }]));

it('proposes the period whose report is being written', () => {
  expect(likelyPeriod('2026-11-22')).toEqual({ from: '2025-12-15', to: '2026-12-14' });
  expect(likelyPeriod('2026-06-20')).toEqual({ from: '2025-12-15', to: '2026-06-14' });
  expect(likelyPeriod('2026-01-10')).toEqual({ from: '2024-12-15', to: '2025-12-14' });
});
