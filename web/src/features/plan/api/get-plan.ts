import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';
import { usePlanId } from '@/lib/requests/plans';

const named = z.object({ id: z.string().nullish(), name: z.string(), ended_on: z.string().nullish() });
const version = z.union([z.string(), z.number()]).nullish();

const milestone = z.object({ year: z.number(), value: z.number(), goal: z.string().nullish(), version });
const assigned = z.object({
  year: z.number(), unit: z.string(), unit_name: z.string().nullish(), value: z.number(), number: z.string().nullish(), goal: z.string().nullish(), version,
});
export type Assigned = z.infer<typeof assigned>;

const target = z.object({
  clause: z.string(),
  text: z.string(),
  text_en: z.string().nullish(),
  short: z.string().nullish(),
  short_en: z.string().nullish(),
  indicator: z.string().nullish(),
  checked: z.boolean().nullish(),
  operator: z.string().nullish(),
  value: z.number().nullish(),
  milestones: z.array(milestone).default([]),
  assigned: z.array(assigned).default([]),
});
export type Target = z.infer<typeof target>;

export const taskStates = ['open', 'in-progress', 'done', 'stopped'] as const;
export const task = z.object({
  id: z.string(),
  version,
  clause: z.string(),
  title: z.string(),
  title_en: z.string().nullish(),
  lead: named.nullish(),
  support: z.array(named).default([]),
  due_on: z.string().nullish(),
  yearly: z.boolean().nullish(),
  status: z.enum(taskStates),
  product: z.string().nullish(),
  product_en: z.string().nullish(),
  evidence: z.string().nullish(),
  note: z.string().nullish(),
});
export type Task = z.infer<typeof task>;

const taken = z.object({
  unit: z.string(),
  unit_name: z.string(),
  state: z.string(),
  number: z.string().nullish(),
  issued_on: z.string().nullish(),
  version,
});
// A step without a number: it is taken for a unit by a document.
const planStep = z.object({ clause: z.string(), id: z.string(), title: z.string(), title_en: z.string().nullish(), checked: z.boolean().nullish(), units: z.array(taken) });
export type PlanStep = z.infer<typeof planStep>;
export type Taken = z.infer<typeof taken>;

const plan = z.object({
  id: z.string(),
  title: z.string(),
  title_en: z.string().nullish(),
  number: z.string().nullish(),
  issued_on: z.string().nullish(),
  signer: z.string().nullish(),
  signer_title: z.string().nullish(),
  // The unit whose paper it is; absent where the number is the content's, or nobody typed one.
  paper: z.object({ unit: z.string(), unit_name: z.string(), version }).nullish(),
  checked: z.boolean().nullish(),
  horizon: z.number().nullish(),
  aims: z.array(z.object({ clause: z.string(), title: z.string().nullish(), title_en: z.string().nullish(), text: z.string(), text_en: z.string().nullish() })).default([]),
  targets: z.array(target),
  tasks: z.array(task).default([]),
  assignments: z
    .array(
      z.object({
        clause: z.string(), who: z.string(), title: z.string(), title_en: z.string().nullish(), report_to: z.string().nullish(),
        through: z.string().nullish(), template: z.string().nullish(), periods: z.array(z.string()).default([]), product: z.string().nullish(),
      }),
    )
    .default([]),
  steps: z.array(planStep).default([]),
  recipients: z.array(z.string()).default([]),
  recipients_en: z.array(z.string().nullable()).default([]),
  heads: z.array(z.object({ unit: z.string(), unit_name: z.string().nullish(), name: z.string(), title: z.string().nullish(), title_en: z.string().nullish(), since: z.string().nullish() })).default([]),
});
export type Plan = z.infer<typeof plan>;

export function usePlan() {
  const id = usePlanId();
  return useQuery({ queryKey: ['plan', id], queryFn: () => api.get('/plan', plan, { plan: id }) });
}
