import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';

const fault = z.object({ place: z.string().nullish(), path: z.string().nullish(), detail: z.string(), detail_en: z.string().nullish() });
export type BundleFault = z.infer<typeof fault>;

const faults = { errors_total: z.number(), errors: z.array(fault).default([]) };

const seen = z.object({
  new: z.number(),
  // Recorded already; whether a record differs is known when it is stored.
  there: z.number(),
  deleted: z.number().default(0),
  types: z.array(z.object({ type: z.string(), title: z.string(), title_en: z.string().nullish(), count: z.number() })).default([]),
  ...faults,
});
export type BundleSeen = z.infer<typeof seen>;

const result = z.object({ created: z.number(), updated: z.number(), unchanged: z.number(), deleted: z.number().default(0), ...faults });

const blobOf = (file: File) => new Blob([file], { type: typeOf(file.name) });

// Reads the file and says what would happen; stores nothing.
export function usePreviewBundle() {
  return useMutation({ mutationFn: (file: File) => api.upload('/imports/fhir/preview', blobOf(file), seen) });
}

export function useImportBundle() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (file: File) => api.upload('/imports/fhir', blobOf(file), result),
    onSuccess: () => cache.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }),
  });
}

// The server looks at the bytes; packed ones it unpacks.
const typeOf = (name: string) =>
  name.endsWith('.ndjson') ? 'application/fhir+ndjson' : name.endsWith('.json') ? 'application/fhir+json' : 'application/octet-stream';
