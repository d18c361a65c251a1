import * as z from 'zod';
import { isSpan, spanRule } from '../domain/duration.ts';
import { sourceCheck } from './checks.ts';
import { time } from './common.ts';
import { strict } from './strict.ts';

const freshness = strict({
  source: z.string().trim().min(1).max(800).describe('Named as in the model, and mapped like its sources'),
  column: z
    .string()
    .trim()
    .min(1)
    .max(255)
    .optional()
    .describe(
      'A date or timestamp: its latest value is what counts. Default: when the warehouse last noted a change of the table, which is an upper bound',
    ),
  within: z
    .string()
    .refine(isSpan, `must be ${spanRule}`)
    .optional()
    .describe(`By the warehouse's clock the latest is no older. A duration: ${spanRule}`),
  changed_since_last_success: z
    .literal(true)
    .optional()
    .describe("It is not what this job's last run that completed had found"),
}).superRefine(({ within, changed_since_last_success: changed }, context) => {
  if ((within === undefined) !== (changed === undefined)) return;
  context.addIssue({
    code: 'custom',
    path: ['within'],
    message: 'give either "within" or "changed_since_last_success: true"',
  });
});
export type Freshness = z.infer<typeof freshness>;

/** What must be so for a run to go on: one of the two. */
export const condition = strict({
  freshness: freshness.optional(),
  quality: sourceCheck.optional(),
}).superRefine((given, context) => {
  if (Object.values(given).filter(value => value !== undefined).length === 1) return;
  context.addIssue({
    code: 'custom',
    path: [],
    message: 'must be exactly one of "freshness" and "quality"',
  });
});
export type Condition = z.infer<typeof condition>;

/** How several conditions of freshness combine. */
export const freshnessWhens = ['all', 'any'] as const;
export type FreshnessWhen = (typeof freshnessWhens)[number];

/** What was found when a condition was looked at. */
export const evidence = z.object({
  kind: z.enum(['freshness', 'quality']),
  words: z.string().describe('What was asked for'),
  source: z.string().describe('As written'),
  reads: z.string().describe('What it is mapped to'),
  met: z.boolean(),
  message: z.string().describe('What was found'),
  column: z
    .string()
    .nullable()
    .describe('Whose latest value was looked at; null for what the warehouse noted'),
  latest: z.string().nullable().describe('As the warehouse writes it'),
  latest_at: time.nullable().describe('The same; values without a time zone are taken for UTC'),
  before: z
    .string()
    .nullable()
    .describe('What the last run that completed had found; null where that is not asked'),
  warehouse_at: time.nullable().describe("By the warehouse's clock, when it was looked at"),
  at: time.describe("By this computer's clock"),
});
export type Evidence = z.infer<typeof evidence>;
