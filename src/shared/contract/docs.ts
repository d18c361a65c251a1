import * as z from 'zod';
import { openText } from './common.ts';
import { strict } from './strict.ts';

export const columnDoc = strict({
  name: z
    .string()
    .min(1)
    .max(255)
    .describe('The column; unquoted names in any case, as they may be written in SQL'),
  description: openText(10_000).default('').describe('Markdown'),
});
export type ColumnDoc = z.infer<typeof columnDoc>;

/** What is written about a text and its output columns; part of the draft and of each version. */
export const docs = strict({
  description: openText(50_000).default('').describe('What the model is, in Markdown'),
  columns: z
    .array(columnDoc)
    .max(2_000)
    .default([])
    .superRefine((columns, context) => {
      const seen = new Set<string>();
      for (const [index, { name }] of columns.entries()) {
        if (seen.has(name)) {
          context.addIssue({ code: 'custom', path: [index, 'name'], message: `"${name}" is there already` });
        }
        seen.add(name);
      }
    })
    .describe('Only what is documented; columns without a text are left out'),
});
export type Docs = z.infer<typeof docs>;

/** What is written about the output columns of one text, held against the columns it has. */
export const docsReport = z.object({
  label: z.string().describe('"draft", "v3" or the tag'),
  docs,
  columns: z
    .array(z.object({ name: z.string(), description: z.string() }))
    .nullable()
    .describe(
      'Output columns in their order, each with its text or ""; null where the SQL alone does not tell',
    ),
  unknown: z
    .array(z.object({ name: z.string(), description: z.string(), meant: z.string().nullable() }))
    .describe('Documented, but no output columns; `meant`: the column that may have been meant'),
});
export type DocsReport = z.infer<typeof docsReport>;
