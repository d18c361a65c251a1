import * as z from 'zod';
import { spanRule, isSpan } from '../domain/duration.ts';
import { type IntervalName, intervalNames } from '../domain/intervals.ts';
import { parseName } from '../domain/relation.ts';
import { strict } from './strict.ts';

const kept = {
  copy_grants: z
    .boolean()
    .optional()
    .describe('What was granted on the target stays granted when it is replaced. Default: true'),
  comment: z
    .string()
    .max(2_000)
    .optional()
    .describe('Kept with the target in the warehouse; without it, what the docs of the model say it is'),
};

const tableSettings = {
  transient: z.boolean().optional().describe('No fail-safe, and at most a day of time travel'),
  cluster_by: z
    .array(
      z
        .string()
        .trim()
        .min(1)
        .max(1_000)
        .regex(/^[^\r\n]*$/, 'must be on one line'),
    )
    .min(1)
    .max(20)
    .optional()
    .describe('Columns or expressions, in their order'),
  ...kept,
};

/** A column as SQL names it: unquoted names fold to upper case. */
export const columnName = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .refine(text => parseName(text) !== null, {
    error: ({ input }) =>
      `${JSON.stringify(input)} is not one name: letters, digits, "_" and "$", or anything in double quotes`,
  });

/**
 * What is done with the new rows. `append`: they are added. `merge`: a row whose key is there replaces it, others are added.
 * `delete_insert`: all rows of each key that they have, or of the stretch of time they are of, are replaced.
 */
export const incrementalStrategies = ['append', 'merge', 'delete_insert'] as const;

/** What an incremental run does when the columns of its query are not those of its target. */
export const schemaChangePolicies = ['fail', 'append_columns', 'full_refresh'] as const;

/** Of intervals. Before, many zones had offsets that no table of them agrees on. */
export const earliestBegin = '1970-01-01';

const incremental = strict({
  type: z.literal('incremental'),
  strategy: z.enum(incrementalStrategies),
  unique_key: z
    .array(columnName)
    .min(1)
    .max(20)
    .optional()
    .describe(
      'Columns that tell rows apart; with "delete_insert": that tell apart what is replaced together',
    ),
  watermark: columnName
    .optional()
    .describe('Column that grows: a run takes rows from the highest value in the target on'),
  look_back: z
    .string()
    .refine(isSpan, `must be ${spanRule}`)
    .optional()
    .describe('So far behind the highest watermark rows are taken again: for those that come late'),
  interval: z
    .enum(intervalNames)
    .optional()
    .describe(
      'With "delete_insert" by time: the target is built by whole intervals, each once it is over, and which are built is recorded',
    ),
  begin: z.iso
    .date()
    .refine(date => date >= earliestBegin, { error: `must not be before ${earliestBegin}` })
    .optional()
    .describe('With "interval": the day of the first one; rows before it are left out'),
  time_zone: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .optional()
    .describe(
      'With "interval": whose clocks say when one begins, an IANA name; default: that of the first schedule of the job, else UTC',
    ),
  on_schema_change: z
    .enum(schemaChangePolicies)
    .optional()
    .describe('When the columns of the query are not those of the target. Default: fail'),
  ...tableSettings,
});

export const materializationTypes = ['view', 'table', 'incremental'] as const;

/**
 * How the result is kept (semantics.md, "Materialising a model"). An engine that has nothing of the kind leaves a setting
 * out: a job moves between engines as it is.
 */
export const materialization = z
  .discriminatedUnion('type', [
    strict({ type: z.literal('view'), ...kept }),
    strict({ type: z.literal('table'), ...tableSettings }),
    incremental,
  ])
  .superRefine((value, context) => {
    if (value.type !== 'incremental') return;
    for (const [path, message] of incrementalProblems(value)) {
      context.addIssue({ code: 'custom', path: [path], message });
    }
  });
export type Materialization = z.infer<typeof materialization>;
export type Incremental = z.infer<typeof incremental>;

/** What the parts of an incremental materialization demand of each other. */
export function incrementalProblems(value: Incremental): [keyof Incremental, string][] {
  const { strategy, unique_key: key, watermark, look_back: lookBack } = value;
  const problems: [keyof Incremental, string][] = [];
  if (strategy === 'merge' && key === undefined) {
    problems.push(['unique_key', 'is missing: "merge" finds the row to replace by it']);
  }
  if (strategy === 'append' && key !== undefined) {
    problems.push(['unique_key', 'means nothing to "append", which replaces no row: use "merge"']);
  }
  if (strategy === 'append' && watermark === undefined) {
    problems.push(['watermark', 'is missing: "append" tells by it which rows are new']);
  }
  if (strategy === 'append' && lookBack !== undefined) {
    problems.push([
      'look_back',
      'would add rows a second time with "append": use "merge" or "delete_insert"',
    ]);
  }
  if (strategy === 'delete_insert' && key === undefined && watermark === undefined) {
    problems.push([
      'unique_key',
      'is missing: "delete_insert" replaces by a key, or by the time of a watermark',
    ]);
  }
  if (lookBack !== undefined && watermark === undefined && strategy !== 'append') {
    problems.push(['look_back', 'needs a watermark to look back from']);
  }
  return [...problems, ...intervalProblems(value)];
}

function intervalProblems(value: Incremental): [keyof Incremental, string][] {
  const { strategy, unique_key: key, watermark, interval, begin, time_zone: zone } = value;
  if (interval === undefined) {
    const useless = (
      [
        ['begin', begin],
        ['time_zone', zone],
      ] as const
    ).filter(([, given]) => given !== undefined);
    return useless.map(([path]) => [path, 'means nothing without "interval"']);
  }
  const problems: [keyof Incremental, string][] = [];
  if (strategy !== 'delete_insert' || key !== undefined) {
    problems.push(['interval', 'needs "delete_insert" by the time of a watermark, without a key']);
  } else if (watermark === undefined) {
    problems.push(['watermark', 'is missing: it says which interval a row is of']);
  }
  if (begin === undefined) problems.push(['begin', 'is missing: the day of the first interval']);
  else if (interval === 'week' && new Date(begin).getUTCDay() !== 1) {
    problems.push(['begin', 'must be a Monday: weeks begin on it']);
  } else if (interval === 'month' && !begin.endsWith('-01')) {
    problems.push(['begin', 'must be the first of a month']);
  }
  return problems;
}

/** What stands in the warehouse as the result. */
export function targetTypeOf({ type }: Pick<Materialization, 'type'>): 'table' | 'view' {
  return type === 'view' ? 'view' : 'table';
}

/** What the target is built by; undefined for one that is not built by intervals. */
export function intervalOf(materialization: Materialization): IntervalName | undefined {
  return materialization.type === 'incremental' ? materialization.interval : undefined;
}
