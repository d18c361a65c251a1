import * as z from 'zod';
import { isSpan, spanRule } from '../domain/duration.ts';
import { cell, column, id, sqlText, time } from './common.ts';
import { strict } from './strict.ts';

/** What a check that is not met does: keep the result from its readers, or only say so. */
export const severities = ['fail', 'warn'] as const;
export type Severity = (typeof severities)[number];

const line = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\r\n]*$/, 'must be on one line');
const columnName = z.string().trim().min(1).max(255).describe('Unquoted names fold to upper case');
const rowCount = z.number().int().min(0);
const percent = z.number().min(0).max(1_000_000);

const everyCheck = {
  name: line.optional().describe('Default: the check and its columns, as in "unique(DAY)"'),
  severity: z
    .enum(severities)
    .optional()
    .describe('fail (the default): nothing is published; warn: it is, with a warning'),
};

function atLeastOne(...names: string[]) {
  return (given: object, context: z.RefinementCtx) => {
    if (names.some(name => (given as Record<string, unknown>)[name] !== undefined)) return;
    const message = `is missing: give ${names.map(name => `"${name}"`).join(', ')} or both`;
    context.addIssue({ code: 'custom', path: [names[0] ?? ''], message });
  };
}

function inOrder(given: object, context: z.RefinementCtx): void {
  const { min, max } = given as { min?: number; max?: number };
  if (min === undefined || max === undefined || min <= max) return;
  context.addIssue({ code: 'custom', path: ['max'], message: 'must not be below "min"' });
}

/** What checks are about, by kind. */
const shapes = {
  not_null: { column: columnName },
  unique: {
    columns: z
      .array(columnName)
      .min(1)
      .max(20)
      .describe('Together; rows with a NULL in one of them are not compared'),
  },
  accepted_values: {
    column: columnName,
    values: z
      .array(z.union([z.string().max(1_000), z.number(), z.boolean()]))
      .min(1)
      .max(1_000)
      .describe('NULL is accepted too: "not_null" refuses it'),
  },
  relationship: {
    column: columnName,
    to: z.string().trim().min(1).max(800).describe('Table or view, named and mapped like the sources'),
    to_column: columnName,
  },
  row_count: { min: rowCount.optional(), max: rowCount.optional() },
  row_change: {
    max_decrease: percent.optional().describe('Percent below the last run that completed'),
    max_increase: percent.optional().describe('Percent above the last run that completed'),
  },
  freshness: {
    column: columnName,
    within: z
      .string()
      .refine(isSpan, `must be ${spanRule}`)
      .describe(`By the warehouse's clock its latest value is no older. A duration: ${spanRule}`),
  },
  sql: { sql: sqlText.describe('A query that returns the bad rows; {{ this }} is what is looked at') },
};

/** The kinds of checks, each with `more` beside what it is about. */
function checksWith<T extends z.core.$ZodLooseShape>(more: T) {
  return z.discriminatedUnion('check', [
    strict({ check: z.literal('not_null'), ...more, ...shapes.not_null, ...everyCheck }),
    strict({ check: z.literal('unique'), ...more, ...shapes.unique, ...everyCheck }),
    strict({ check: z.literal('accepted_values'), ...more, ...shapes.accepted_values, ...everyCheck }),
    strict({ check: z.literal('relationship'), ...more, ...shapes.relationship, ...everyCheck }),
    strict({ check: z.literal('row_count'), ...more, ...shapes.row_count, ...everyCheck })
      .superRefine(atLeastOne('min', 'max'))
      .superRefine(inOrder),
    strict({ check: z.literal('row_change'), ...more, ...shapes.row_change, ...everyCheck }).superRefine(
      atLeastOne('max_decrease', 'max_increase'),
    ),
    strict({ check: z.literal('freshness'), ...more, ...shapes.freshness, ...everyCheck }),
    strict({
      check: z.literal('sql'),
      ...more,
      ...shapes.sql,
      name: line.describe('Says what is wrong with the rows'),
      severity: everyCheck.severity,
    }),
  ]);
}

/** Something that must hold of a result before readers see it (semantics.md, "Freshness and data quality"). */
export const check = checksWith({}).describe('Looked at in what was built, before readers see it');
export type Check = z.infer<typeof check>;
export type CheckKind = Check['check'];

/** The same of a source. */
export const sourceCheck = checksWith({
  source: z.string().trim().min(1).max(800).describe('Named as in the model, and mapped like its sources'),
});
export type SourceCheck = z.infer<typeof sourceCheck>;

export const checkOutcomes = ['passed', 'failed', 'warned', 'error'] as const;
export type CheckOutcome = (typeof checkOutcomes)[number];

/** Some of the bad rows: at most 20, and 64 KB. */
export const checkSample = z.object({
  columns: z.array(column),
  rows: z.array(z.array(cell)),
});
export type CheckSample = z.infer<typeof checkSample>;

export const checkResult = z.object({
  name: z.string(),
  check: z.enum(Object.keys(shapes) as [CheckKind, ...CheckKind[]]),
  words: z.string().describe('What must hold'),
  severity: z.enum(severities),
  source: z.string().nullable().describe('The source it is about, as written; null for what was built'),
  outcome: z.enum(checkOutcomes).describe('"error": it could not be looked at'),
  message: z.string().describe('What was found'),
  bad_rows: z
    .number()
    .int()
    .nullable()
    .describe('How many; for "unique" keys that occur more than once. Null where rows are not what is wrong'),
  measured: z
    .number()
    .int()
    .nullable()
    .describe('The rows that were counted, where that is what it is about'),
  sample: checkSample.nullable().describe('Some of the bad rows, in the order of their values'),
  looked_at: z.string().describe('Full name of what was looked at'),
  statement: z.string().nullable().describe('The SQL that finds the bad rows'),
  at: time,
});
export type CheckResult = z.infer<typeof checkResult>;

/** How a check of a job went in its last runs, newest first. */
export const checkHistory = z.object({
  name: z.string(),
  check: checkResult.shape.check,
  words: z.string(),
  source: z.string().nullable(),
  results: z.array(
    z.object({
      run: id,
      at: time,
      outcome: z.enum(checkOutcomes),
      bad_rows: z.number().int().nullable(),
      measured: z.number().int().nullable(),
      message: z.string(),
    }),
  ),
});
export type CheckHistory = z.infer<typeof checkHistory>;
