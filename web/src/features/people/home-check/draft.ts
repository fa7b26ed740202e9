import { useState } from 'react';
import { useDraft } from '@/lib/use-kept';
import { faultsOf, numberOf, type Fault, type Field } from './measures';
import type { HomeCheck } from '../api/record-home-check';

interface Draft {
  on: string;
  texts: Partial<Record<Field, string>>;
  smokes?: string;
  advice: string;
}

export const order: Field[] = ['systolic', 'diastolic', 'glucose', 'weight', 'height', 'waist'];

// What the form holds so far. It outlives a step back, so that nothing typed at a door is lost.
export function useCheckDraft(person: string, today: string) {
  const [kept, keep] = useDraft<Draft>(`home-check ${person}`);
  const [left, setLeft] = useState<ReadonlySet<Field>>(new Set());
  const [tried, setTried] = useState(false);
  const draft = kept ?? { on: today, texts: {}, advice: '' };
  const faults = faultsOf(draft.texts);
  return {
    draft,
    faults,
    tried,
    setTried,
    change: (values: Partial<Draft>) => keep({ ...draft, ...values }),
    type: (values: Draft['texts']) => keep({ ...draft, texts: { ...draft.texts, ...values } }),
    leave: (field: Field) => setLeft(new Set([...left, field])),
    forget: () => keep(undefined),
    empty: !Object.values(draft.texts).some(Boolean) && !draft.smokes && !draft.advice.trim(),
    // A field is judged once it is left; what is missing only on saving.
    faultsIn: (...fields: Field[]): Fault[] =>
      faults.filter((fault) => fields.includes(fault.field) && (tried || (left.has(fault.field) && fault.key !== 'check.both'))),
  };
}

export function checkOf({ on, texts, smokes, advice }: Draft): HomeCheck {
  const numbers = Object.entries(texts).flatMap(([field, text]) => {
    const value = numberOf(text);
    return value === undefined ? [] : [[field, value] as const];
  });
  return { on, ...Object.fromEntries(numbers), smoking: smokes, advice: advice.trim() || undefined };
}
