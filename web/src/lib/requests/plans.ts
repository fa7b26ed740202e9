import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router-dom';
import { z } from 'zod';
import { api } from '../api';

const shape = z.object({ plans: z.array(z.object({ id: z.string(), title: z.string(), title_en: z.string().nullish(), number: z.string().nullish(), default: z.boolean() })) });

// The plans that are loaded, the default first.
export function usePlans() {
  return useQuery({ queryKey: ['plans'], staleTime: 300_000, queryFn: () => api.get('/plans', shape).then((answer) => answer.plans) });
}

// The plan that the address names, `plan=`; absent: the default.
export function usePlanId(): string | undefined {
  return useSearchParams()[0].get('plan') ?? undefined;
}
