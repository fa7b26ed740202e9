import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';

const rowError = z.object({
  row: z.number(),
  column: z.string().nullish(),
  field: z.string().nullish(),
  code: z.string().nullish(),
  text: z.string(),
  remedy: z.string().nullish(),
});
export type RowError = z.infer<typeof rowError>;

const column = z.object({
  index: z.number(),
  header: z.string(),
  field: z.string().nullable(),
  sample: z.array(z.string().nullable()).default([]),
});
export type Column = z.infer<typeof column>;

const field = z.object({ id: z.string(), title: z.string(), required: z.boolean() });
export type Field = z.infer<typeof field>;

const preview = z.object({
  file: z.string().nullish(),
  sheet: z.string().nullish(),
  encoding: z.string().nullish(),
  sha256: z.string().nullish(),
  columns: z.array(column),
  fields: z.array(field),
  total: z.number(),
  new: z.number(),
  changed: z.number(),
  same: z.number(),
  // Rows, where errors_total counts errors; those of them that may be somebody known already.
  refused: z.number(),
  doubtful: z.number(),
  errors: z.array(rowError).default([]),
  errors_total: z.number(),
  // Of rows that are taken all the same.
  warnings: z.array(rowError).default([]),
  warnings_total: z.number(),
  notes: z.array(z.object({ text: z.string(), text_en: z.string() })).default([]),
});
export type Preview = z.infer<typeof preview>;

export interface Asked {
  file: File;
  encoding?: string;
  mapping?: string;
}

// Reads the file and says what would happen; stores nothing.
export function usePreviewPopulation() {
  return useMutation({
    mutationFn: ({ file, encoding, mapping }: Asked) =>
      api.upload('/imports/population/preview', file, preview, { encoding, mapping }),
  });
}

export const errorShape = rowError;
