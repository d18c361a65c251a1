import { expect, test } from 'vitest';
import * as z from 'zod';
import { contract } from '../../src/shared/contract/index.ts';
import { zodProblems } from '../../src/shared/contract/problems.ts';
import { strict } from '../../src/shared/contract/strict.ts';

const calls = Object.entries(contract).flatMap(([area, procedures]) =>
  Object.entries(procedures).map(([name, procedure]) => ({
    name: `${area}.${name}`,
    input: procedure['~orpc'].inputSchema as z.ZodType | undefined,
  })),
);

/** All objects within a schema that take keys they do not know, by where they are. */
function open(schema: z.ZodType, path: string, seen = new Set<unknown>()): string[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const def = schema.def as unknown as Record<string, unknown>;
  const catchall = (def.catchall as z.ZodType | undefined)?.def.type;
  const here = def.type === 'object' && catchall !== 'never' ? [path] : [];
  return [...here, ...parts(def).flatMap(([key, part]) => open(part, `${path}.${key}`, seen))];
}

function parts(def: Record<string, unknown>): [string, z.ZodType][] {
  if (def.type === 'lazy') return [['lazy', (def.getter as () => z.ZodType)()]];
  const nested = { ...def, ...(def.shape as object | undefined) };
  return Object.entries(nested).flatMap(([key, value]) =>
    [value]
      .flat()
      .filter((part): part is z.ZodType => part instanceof z.ZodType)
      .map((part): [string, z.ZodType] => [key, part]),
  );
}

test.each(calls)('$name refuses keys it does not know, at every level', ({ name, input }) => {
  expect(input).toBeDefined();
  expect(input && open(input, name)).toEqual([]);
});

test('what is looked for is found', () => {
  const deep = z.union([z.string(), strict({ a: z.array(z.object({ b: z.string() })).optional() })]);
  expect(open(deep.default('x'), 'input')).toEqual(['input.innerType.options.a.innerType.element']);
});

const problemsOf = (schema: z.ZodType, value: unknown) =>
  zodProblems(schema.safeParse(value).error?.issues ?? []);

test('an unknown key comes with the known one that may have been meant, unless that is given too', () => {
  const schema = strict({ job: z.string() }).extend({
    variables: z.unknown().optional(),
    cause: z.string().optional(),
  });
  expect(problemsOf(schema, { job: 'j', variable: {}, zzz: 1 })).toEqual([
    { path: 'variable', message: 'is not a known key here; did you mean "variables"?' },
    { path: 'zzz', message: 'is not a known key here' },
  ]);
  expect(problemsOf(schema, { job: 'j', variables: {}, variable: {} })).toEqual([
    { path: 'variable', message: 'is not a known key here' },
  ]);
  expect(problemsOf(z.strictObject({ a: z.string().optional() }), { b: 1 })).toEqual([
    { path: 'b', message: 'is not a known key here' },
  ]);
});

test('bounds and options that are not met are said in words', () => {
  const schema = z.object({
    chunk: z.number().min(1),
    share: z.number().lt(100),
    tag: z.string().max(2),
    values: z.array(z.string()).min(1),
    check: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('unique') }),
      z.object({ kind: z.literal('sql') }),
    ]),
  });
  const given = { chunk: 0, share: 100, tag: 'abc', values: [], check: { kind: 'bogus' } };
  expect(problemsOf(schema, given)).toEqual([
    { path: 'chunk', message: 'must be at least 1' },
    { path: 'share', message: 'must be less than 100' },
    { path: 'tag', message: 'must have at most 2 characters' },
    { path: 'values', message: 'must have at least 1 item' },
    { path: 'check.kind', message: 'is not a valid option: expected one of "unique"|"sql"' },
  ]);
});
