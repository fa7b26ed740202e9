import { outcomes, type Item, type Outcome } from '../api/get-worklist';

// What was entered and is not saved yet. Every step can be taken back.
export interface Draft {
  outcome: Outcome;
  on: string;
  note?: string;
  // What hinders the person, and where somebody moved to.
  circumstance?: string;
  to_unit?: string;
}
export type Drafts = Record<string, Draft>;

export interface Entry {
  drafts: Drafts;
  past: Drafts[];
}

export type Step =
  | { type: 'enter'; item: string; outcome: Outcome; on: string }
  | { type: 'clear'; item: string }
  | { type: 'on'; item: string; on: string }
  | { type: 'note'; item: string; note: string }
  | { type: 'circumstance'; item: string; circumstance: string }
  | { type: 'to'; item: string; to: string }
  | { type: 'undo' }
  | { type: 'saved'; kept: string[] };

export function outcomeOfKey(key: string): Outcome | undefined {
  return /^[1-6]$/.test(key) ? outcomes[Number(key) - 1] : undefined;
}

const without = (drafts: Drafts, item: string): Drafts =>
  Object.fromEntries(Object.entries(drafts).filter(([key]) => key !== item));

function changeOf(step: Extract<Step, { type: 'on' | 'note' | 'circumstance' | 'to' }>): Partial<Draft> {
  switch (step.type) {
    case 'on':
      return { on: step.on };
    case 'note':
      return { note: step.note };
    case 'circumstance':
      return { circumstance: step.circumstance || undefined };
    case 'to':
      return { to_unit: step.to || undefined };
  }
}

export function enter(entry: Entry, step: Step): Entry {
  const put = (drafts: Drafts): Entry => ({ drafts, past: [...entry.past, entry.drafts] });
  switch (step.type) {
    case 'enter':
      return put({ ...entry.drafts, [step.item]: { ...entry.drafts[step.item], outcome: step.outcome, on: step.on } });
    case 'clear':
      return entry.drafts[step.item] ? put(without(entry.drafts, step.item)) : entry;
    case 'on':
    case 'circumstance':
    case 'to':
    case 'note': {
      const draft = entry.drafts[step.item];
      if (!draft) return entry;
      const changed = { ...draft, ...changeOf(step) };
      return { drafts: { ...entry.drafts, [step.item]: changed }, past: entry.past };
    }
    case 'undo': {
      const before = entry.past[entry.past.length - 1];
      return before ? { drafts: before, past: entry.past.slice(0, -1) } : entry;
    }
    case 'saved':
      // What the server refused stays, to be mended.
      return { drafts: Object.fromEntries(Object.entries(entry.drafts).filter(([item]) => step.kept.includes(item))), past: [] };
  }
}

export function outcomeOf(item: Item, drafts: Drafts): Outcome | undefined {
  return drafts[item.item]?.outcome ?? item.outcome ?? undefined;
}
