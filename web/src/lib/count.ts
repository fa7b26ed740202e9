import { z } from 'zod';

// A count that may be kept back from readers of figures alone: then it says nothing, as where nobody is.
export const counted = z.number().nullable().transform((value) => value ?? 0);
export const hidden = z.boolean().default(false);
