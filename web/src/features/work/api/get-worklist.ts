import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';
import { lack } from '@/lib/lacks';
import { head } from './get-worklists';

export const outcomes = ['done', 'will-come', 'not-found', 'moved', 'refused', 'died'] as const;
export type Outcome = (typeof outcomes)[number];

const item = z.object({
  item: z.string(),
  person: z.object({
    id: z.string(),
    name: z.string(),
    sex: z.string().nullish(),
    birth_date: z.string().nullish(),
    hamlet: z.string().nullish(),
    hamlet_name: z.string().nullish(),
    // The commune of today, which an address as written may not name.
    commune: z.string().nullish(),
    phone: z.string().nullish(),
    address: z.string().nullish(),
  }),
  why: z.string().nullish(),
  why_title: z.string().nullish(),
  why_title_en: z.string().nullish(),
  // What is missing today, thing by thing.
  details: z.array(lack).default([]),
  due_on: z.string().nullish(),
  days_overdue: z.number().nullish(),
  risk: z.number().nullish(),
  outcome: z.enum(outcomes).nullish(),
  outcome_on: z.string().nullish(),
  circumstance: z.string().nullish(),
  note: z.string().nullish(),
  // Last day on which the person's records are open to the reader; none where no end is known.
  open_until: z.string().nullish(),
});
export type Item = z.infer<typeof item>;

// `shut`: how many more are on the list, whose records are no longer the reader's to see.
const worklist = head.extend({ items: z.array(item), shut: z.number().default(0) });
export type Worklist = z.infer<typeof worklist>;

export function useWorklist(id: string) {
  return useQuery({ queryKey: ['worklists', 'one', id], queryFn: () => api.get(`/worklists/${id}`, worklist) });
}
