import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';

const result = z.object({
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  errors_total: z.number().nullish(),
  errors: z.array(z.object({ place: z.string().nullish(), path: z.string().nullish(), detail: z.string() })).default([]),
});

export function useImportBundle() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (file: File) => api.upload('/imports/fhir', new Blob([file], { type: typeOf(file.name) }), result),
    onSuccess: () => cache.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }),
  });
}

// The server looks at the bytes; packed ones it unpacks.
const typeOf = (name: string) =>
  name.endsWith('.ndjson') ? 'application/fhir+ndjson' : name.endsWith('.json') ? 'application/fhir+json' : 'application/octet-stream';
