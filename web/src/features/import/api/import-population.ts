import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';
import { errorShape } from './preview-population';

const result = z.object({
  new: z.number(),
  changed: z.number(),
  same: z.number(),
  refused: z.number(),
  errors: z.array(errorShape).default([]),
  errors_total: z.number(),
});
export type ImportResult = z.infer<typeof result>;

export function useImportPopulation() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ file, mapping, encoding, sha256 }: { file: File; mapping: string; encoding?: string; sha256?: string | null }) =>
      api.upload('/imports/population', file, result, { mapping, encoding, sha256: sha256 ?? undefined }),
    // Everything may have changed: figures, people, lists.
    onSuccess: () => cache.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }),
  });
}
