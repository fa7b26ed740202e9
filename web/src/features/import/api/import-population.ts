import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';
import { errorShape, type Asked } from './preview-population';

const result = z.object({
  new: z.number(),
  changed: z.number(),
  same: z.number(),
  refused: z.number(),
  doubtful: z.number().nullish(),
  households: z.number().nullish(),
  warned: z.number().nullish(),
  errors: z.array(errorShape).default([]),
  errors_total: z.number().nullish(),
  warnings: z.array(errorShape).default([]),
  warnings_total: z.number().default(0),
});
export type ImportResult = z.infer<typeof result>;

export function useImportPopulation() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ file, sha256, ...asked }: Asked & { sha256?: string | null }) =>
      api.upload('/imports/population', file, result, { ...asked, sha256: sha256 ?? undefined }),
    // Everything may have changed: figures, people, lists.
    onSuccess: () => cache.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }),
  });
}
