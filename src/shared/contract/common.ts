import { oc } from '@orpc/contract';
import * as z from 'zod';
import { durationRule, isLimit } from '../domain/duration.ts';
import { namePattern, nameRule, tagPattern, tagRule } from '../domain/names.ts';
import { parseNameParts } from '../domain/relation.ts';
import { looksLikeSecret, secretIn } from '../domain/secrets.ts';
import { isTyped, misfit, variableLayers, variableTypes } from '../domain/variables.ts';
import { strict } from './strict.ts';

/** What went wrong with a call; the same shape whatever the code. */
export const errorDetails = z.object({
  problems: z
    .array(
      z.object({
        path: z.string().describe('Where in the input; empty for the input as a whole'),
        message: z.string(),
        line: z.number().int().optional().describe('From 1'),
        column: z.number().int().optional().describe('From 1, in UTF-16 units'),
      }),
    )
    .optional()
    .describe('Every problem found, not only the first'),
  hint: z.string().optional().describe('What can be done next'),
  related: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

/** The start of every procedure: all of them can end in these errors and no others. */
export const procedure = oc.errors({
  validation: { status: 400, data: errorDetails },
  auth: { status: 401, data: errorDetails },
  not_found: { status: 404, data: errorDetails },
  conflict: { status: 409, data: errorDetails },
  precondition: { status: 412, data: errorDetails },
  cancelled: { status: 499, data: errorDetails },
  internal: { status: 500, data: errorDetails },
  external: { status: 502, data: errorDetails },
  unavailable: { status: 503, data: errorDetails },
  newer_database: { status: 503, data: errorDetails },
});

export const id = z.number().int().positive().describe('Id, unique in its kind and workspace');
/** A name or an id, as people write either: `daily_delays` or `12`. */
export const ref = z.string().trim().min(1).max(200).describe('Name or id');
export const name = z.string().regex(namePattern, `must be ${nameRule}`);
export const secretName = notASecret(name).describe('Name of a secret (`secrets.set`); never its value');
export const tagName = z.string().regex(tagPattern, `must be ${tagRule}`);
/** Names are stored, logged and shown: one that is a secret itself is refused, in words that do not repeat it. */
export function notASecret(names: z.ZodString): z.ZodString {
  return names.refine(
    text => !looksLikeSecret(text),
    'looks like a secret itself, and names are stored and shown: choose another name, and keep the secret with "slipway secret set NAME"',
  );
}
/** Which text of a model: a version number, a tag, `latest` or `draft`. */
export const versionRef = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .describe('Version number, tag, "latest" or "draft"');
export const time = z.iso.datetime().describe('UTC, ISO 8601 with milliseconds');
/** A text that everybody can read: no secret belongs into it. */
export const openText = (max: number) =>
  z
    .string()
    .max(max)
    .superRefine((text, context) => {
      const found = secretIn(text);
      if (found === undefined) return;
      const message = `holds ${found}, which everybody can read here: keep it as a secret, and where it was seen, replace it`;
      context.addIssue({ code: 'custom', message });
    });
export const description = openText(2_000);
export const objectName = z.string().trim().min(1).max(255).describe('Of an object in the warehouse');
export const sqlText = z.string().max(1_000_000).describe('Snowflake SQL');
export const actor = z.string().describe('Who, and through what: "ada via cli"');

export const duration = z
  .string()
  .refine(isLimit, `must be ${durationRule}`)
  .describe(`A duration: ${durationRule}`);

/** Rules "from: to" with equal numbers of parts on both sides. */
export const mappingRules = z.record(z.string(), z.string()).superRefine((rules, context) => {
  for (const [from, to] of Object.entries(rules)) {
    const [left, right] = [parseNameParts(from)?.length, parseNameParts(to)?.length];
    const wrong = left === undefined ? from : right === undefined ? to : undefined;
    const message =
      wrong === undefined
        ? `maps ${left} name part(s) to ${right}: both sides need the same number`
        : `"${wrong}" is not a name: it must be one to three names joined by dots`;
    if (wrong !== undefined || left !== right) context.addIssue({ code: 'custom', path: [from], message });
  }
});

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const plainValue = z.union([scalar, z.array(scalar).min(1).max(1_000)]);
/** A value with a declared type, to which those have to keep that set the variable anew. */
const typedValue = strict({
  type: z.enum(variableTypes).describe('date and timestamp as ISO text, the latter without a zone'),
  value: plainValue,
});
export const resolvedVariable = z.object({
  name: z.string(),
  value: plainValue,
  type: z.enum([...variableTypes, 'null', 'list']),
  declared: z.boolean().describe('The type was declared, not only told from the value'),
  layer: z.enum(variableLayers).describe('Where the value comes from'),
  overrides: z
    .array(z.object({ layer: z.enum(variableLayers), value: plainValue }))
    .describe('Values it goes before, the nearest first'),
});
/** Values of `{{ name }}` placeholders; a list becomes `1, 2, 3`, for use in `IN ( … )`. */
export const variables = z
  .record(
    z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be a letter or "_", then letters, digits or "_"'),
    z.union([plainValue, typedValue]),
  )
  .superRefine((values, context) => {
    for (const [variable, given] of Object.entries(values)) {
      const message = isTyped(given) ? misfit(given.type, given.value) : null;
      if (message !== null) context.addIssue({ code: 'custom', path: [variable], message });
    }
  })
  .describe('Variable values by name');
export type Variables = z.infer<typeof variables>;

/** A number that REST's paths and queries bring as text; as a type, what everybody else gives. */
export function numberParameter(schema: z.ZodNumber): z.ZodType<number, number> {
  const read = (value: unknown) =>
    typeof value === 'string' && /^-?\d{1,30}(\.\d{1,10})?$/.test(value) ? Number(value) : value;
  return z.preprocess(read, schema) as z.ZodType<number, number>;
}

/** Yes or no, which REST's queries bring as text; as a type, what everybody else gives. */
export function booleanParameter(): z.ZodType<boolean, boolean> {
  const read = (value: unknown) => (value === 'true' ? true : value === 'false' ? false : value);
  return z.preprocess(read, z.boolean()) as z.ZodType<boolean, boolean>;
}

/** Several of some words. REST's queries bring a single one alone (`?state=failed`), and repeat the parameter for more. */
export function wordsParameter<const T extends readonly string[]>(words: T) {
  const word = z.enum(words, {
    error: ({ input }) => {
      if (typeof input !== 'string') return undefined;
      const allowed = `${JSON.stringify(input.slice(0, 100))} is not one of ${words.join(', ')}`;
      return input.includes(',') ? `${allowed}; for several, repeat the parameter` : allowed;
    },
  });
  const list = z.array(word).refine(items => items.length > 0, 'must not be empty');
  return z.union([
    z.pipe(
      word,
      z.transform((value: z.output<typeof word>) => [value]),
    ),
    list,
  ]);
}

export const idParameter = numberParameter(z.number().int().positive());

/** A page of a list: pass `next` as `after` to get the following one; null at the end. */
export const pageInput = {
  limit: numberParameter(z.number().int().min(1).max(1_000)).default(100),
  after: z.string().max(200).optional().describe('The `next` of the page before'),
};
export const next = z.string().nullable().describe('Pass as `after` for the next page; null at the end');

export const column = z.object({
  name: z.string(),
  type: z.string().describe("The warehouse's name of the type"),
});
export type Column = z.infer<typeof column>;

/** A cell as JSON: numbers beyond 2^53 and decimals are strings, dates and timestamps ISO text, bytes hex. */
export const cell: z.ZodType<Cell> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(cell), z.record(z.string(), cell)]),
);
export type Cell = string | number | boolean | null | Cell[] | { [key: string]: Cell };

export const relation = z.object({ database: z.string(), schema: z.string(), name: z.string() });

/** A source that is read from another environment, as its own was not built. */
export const deferredSource = z.object({
  written: z.string().describe('Full name, as the model has it'),
  reads: z.string().describe('What is read instead'),
  model: name.describe('The model that builds it there'),
  environment: name,
});
export type DeferredSource = z.infer<typeof deferredSource>;

export const warning = z.object({
  code: z.string().describe('A stable word, such as "approximated"'),
  message: z.string(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
});
export type Warning = z.infer<typeof warning>;
