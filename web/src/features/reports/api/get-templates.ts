import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';

const template = z.object({
  id: z.string(),
  title: z.string(),
  title_en: z.string().nullish(),
  author: z.string().nullish(),
  receiver: z.string().nullish(),
  checked: z.boolean().nullish(),
});

const shape = z.object({ templates: z.array(template) });

export function useTemplates() {
  return useQuery({
    queryKey: ['reports', 'templates'],
    staleTime: Infinity,
    queryFn: () => api.get('/reports/templates', shape).then((answer) => answer.templates),
  });
}
