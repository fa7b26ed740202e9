import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';

// mmHg, mmol/L, kg, cm.
export interface HomeCheck {
  on: string;
  item?: string;
  systolic?: number;
  diastolic?: number;
  glucose?: number;
  weight?: number;
  height?: number;
  waist?: number;
  smoking?: string;
  advice?: string;
}

const recorded = z.object({
  encounter: z.string(),
  // True: measured by somebody whose measurements alone make no check.
  pre_screening: z.boolean().default(false),
  // How the person now stands in the indicator whose list asked for the check.
  figure: z.object({ title: z.string(), title_en: z.string().nullish(), met: z.boolean(), why_title: z.string().nullish(), why_title_en: z.string().nullish(), note: z.string().nullish(), note_en: z.string().nullish() }).nullish(),
  flags: z.array(z.object({ code: z.string(), text: z.string(), text_en: z.string().nullish() })).default([]),
});

export function useRecordHomeCheck(person: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (check: HomeCheck) => api.post(`/people/${person}/home-checks`, check, recorded),
    onSuccess: () =>
      Promise.all([['people', person], ['worklists'], ['figures']].map((queryKey) => cache.invalidateQueries({ queryKey }))),
  });
}
