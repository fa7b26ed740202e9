import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';
import { usePlanId } from '@/lib/requests/plans';

// A report that the plan assigns, for one period: by which day, and what came of it.
const duty = z.object({
  clause: z.string(),
  template: z.string(),
  period: z.string(),
  title: z.string(),
  title_en: z.string(),
  from: z.string(),
  to: z.string(),
  due_on: z.string().nullish(),
  sent_on: z.string().nullish(),
  days_late: z.number(),
  report: z.string().nullish(),
  state: z.string(),
});
export type Duty = z.infer<typeof duty>;

const shape = z.object({ unit: z.string(), unit_name: z.string(), duties: z.array(duty) });

// Of the plan that the address names.
export function useReportDuties(enabled: boolean) {
  const plan = usePlanId();
  return useQuery({ queryKey: ['reports', 'duties', plan], enabled, queryFn: () => api.get('/reports/duties', shape, { plan }) });
}
