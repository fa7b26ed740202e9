import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';

const record = z.object({
  type: z.string(),
  id: z.string(),
  on: z.string().nullish(),
  kind: z.string(),
  kind_en: z.string().nullish(),
  title: z.string().nullish(),
  title_en: z.string().nullish(),
  value: z.string().nullish(),
  value_en: z.string().nullish(),
  place: z.string().nullish(),
  by: z.string().nullish(),
});
export type TimelineRecord = z.infer<typeof record>;

const person = z.object({
  id: z.string(),
  name: z.string(),
  sex: z.string().nullish(),
  birth_date: z.string().nullish(),
  ethnicity: z.string().nullish(),
  ethnicity_en: z.string().nullish(),
  identifiers: z.array(z.object({ kind: z.string(), kind_en: z.string().nullish(), value: z.string() })).default([]),
  phones: z.array(z.string()).default([]),
  deceased_on: z.string().nullish(),
  home: z
    .object({ unit: z.string().nullish(), unit_name: z.string().nullish(), commune: z.string().nullish(), text: z.string().nullish(), presence: z.string().nullish(), presence_en: z.string().nullish(), since: z.string().nullish() })
    .nullish(),
  coverage: z
    .object({ card: z.string().nullish(), kind: z.string().nullish(), kind_en: z.string().nullish(), from: z.string().nullish(), to: z.string().nullish(), state: z.string().nullish() })
    .nullish(),
  circumstance: z.object({ code: z.string(), title: z.string(), title_en: z.string().nullish(), on: z.string().nullish() }).nullish(),
  risks: z.array(z.object({ id: z.string(), title: z.string(), title_en: z.string().nullish(), group: z.string().nullish(), since: z.string().nullish() })).default([]),
  indicators: z
    .array(z.object({ id: z.string(), title: z.string().nullish(), title_en: z.string().nullish(), met: z.boolean(), why: z.string().nullish(), why_title: z.string().nullish(), why_title_en: z.string().nullish(), evidence: z.object({ on: z.string().nullish() }).nullish(), due_on: z.string().nullish() }))
    .default([]),
  duplicates: z.array(z.object({ id: z.string(), name: z.string().nullish() })).default([]),
  open_items: z.array(z.object({ worklist: z.string(), item: z.string(), title: z.string().nullish(), due_on: z.string().nullish() })).default([]),
  timeline: z.array(record).default([]),
});
export type Person = z.infer<typeof person>;

export function usePerson(id: string) {
  return useQuery({ queryKey: ['people', id], queryFn: () => api.get(`/people/${id}`, person) });
}
