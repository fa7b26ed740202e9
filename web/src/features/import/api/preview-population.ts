import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';
import { downloadBlob } from '@/lib/download';
import type { Translate } from '@/lib/i18n';

const rowError = z.object({
  row: z.number(),
  column: z.string().nullish(),
  field: z.string().nullish(),
  code: z.string().nullish(),
  text: z.string(),
  remedy: z.string().nullish(),
  text_en: z.string().nullish(),
  remedy_en: z.string().nullish(),
});
export type RowError = z.infer<typeof rowError>;

const column = z.object({
  index: z.number(),
  header: z.string(),
  field: z.string().nullable(),
  sample: z.array(z.string().nullable()).default([]),
});
export type Column = z.infer<typeof column>;

const field = z.object({ id: z.string(), title: z.string(), title_en: z.string().nullish(), required: z.boolean() });
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
  // Rows that cannot be taken; `doubtful` of them may be somebody who is in the book already.
  refused: z.number().nullish(),
  doubtful: z.number().nullish(),
  households: z.number().nullish(),
  // Rows that are taken and should be looked at.
  warned: z.number().nullish(),
  errors: z.array(rowError).default([]),
  errors_total: z.number(),
  // Rows that are taken all the same.
  warnings: z.array(rowError).default([]),
  warnings_total: z.number().default(0),
  notes: z.array(z.object({ text: z.string(), text_en: z.string().nullish() })).default([]),
});
export type Preview = z.infer<typeof preview>;

export interface Asked {
  file: File;
  encoding?: string;
  mapping?: string;
  // The day of the list, which then confirms where people live.
  on?: string;
}

// Reads the file and says what would happen; stores nothing.
export function usePreviewPopulation() {
  return useMutation({
    mutationFn: ({ file, ...asked }: Asked) =>
      api.upload('/imports/population/preview', file, preview, { ...asked, name: file.name }),
  });
}

export const errorShape = rowError;

// The rows with faults as a list for a spreadsheet, to be mended and imported.
export async function downloadRows({ file, ...asked }: Asked, t: Translate) {
  const rows = await api.uploadForText('/imports/population/preview', file, 'text/csv', { ...asked, name: file.name });
  downloadBlob(`${file.name}-${t('import.errorFile')}.csv`, rows);
}
