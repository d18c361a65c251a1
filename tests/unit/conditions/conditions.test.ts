import { expect, test } from 'vitest';
import { judgeFreshness, latestQuery, skewInWords } from '../../../src/main/engine/conditions/freshness.ts';
import { isMet, unmetInWords } from '../../../src/main/engine/conditions/gate.ts';
import { condition, type Evidence, type Freshness } from '../../../src/shared/contract/conditions.ts';
import { conditionWords } from '../../../src/shared/domain/conditions.ts';

const hour = 3_600_000;
const now = 1_000 * hour;
const within: Freshness = { source: 'S', column: 'AT', within: '1 day' };
const changed: Freshness = { source: 'S', column: 'AT', changed_since_last_success: true };
const facts = (ageHours: number | null, rows: number | null = 5, latest = 'then') => ({
  latestMs: ageHours === null ? null : now - ageHours * hour,
  latest: ageHours === null ? null : latest,
  rows,
  nowMs: now,
});
const known = (value: string | null, sameBuild = true) => ({ run: 7, value, sameBuild });

test.each<
  [string, Freshness, ReturnType<typeof facts>, ReturnType<typeof known> | null, boolean | null, string]
>([
  ['as old as it may be', within, facts(24), null, true, 'then is 1 d old'],
  ['older', within, facts(25), null, false, 'then is 1 d 1 h old, and may be 1 d old'],
  ['ahead', within, facts(-2), null, true, "then is 2 h ahead of the warehouse's clock"],
  ['empty', within, facts(null, 0), null, false, 'it has no rows'],
  [
    'all NULL',
    within,
    facts(null, 5),
    null,
    null,
    'AT is NULL in all of its 5 rows: that tells nothing of how fresh it is',
  ],
  [
    'no time noted',
    { source: 'S', within: '1 day' },
    facts(null, null),
    null,
    null,
    'the warehouse tells no time of its last change; name a column',
  ],
  ['never looked at', changed, facts(1), null, true, 'then, 1 h old; no success has looked at it before'],
  ['the same', changed, facts(1), known('then'), false, 'then, 1 h old: as #7 found it'],
  ['another', changed, facts(1), known('before'), true, 'then, 1 h old; #7 had found before'],
  ['no longer empty', changed, facts(1), known(null), true, 'then, 1 h old; #7 had found no rows'],
  ['still empty', changed, facts(null, 0), known(null), false, 'it has no rows: as #7 found it'],
  [
    'the same for another build',
    changed,
    facts(1),
    known('then', false),
    true,
    'then, 1 h old; what is built is another than what #7 built',
  ],
])('a source that is %s', (_, asked, found, before, met, message) => {
  expect(judgeFreshness(asked, found, before)).toEqual(
    met === null ? { problem: message } : { met, message },
  );
});

const evidence = (kind: Evidence['kind'], met: boolean, source = 'S') => ({
  evidence: { kind, met, source, message: 'm' } as Evidence,
});

test.each([
  ['all', [true, true], [], true],
  ['all', [true, false], [], false],
  ['any', [true, false], [], true],
  ['any', [false, false], [], false],
  ['any', [true], [false], false],
  ['all', [], [true], true],
  ['any', [], [true], true],
] as const)('%s of freshness %j, with quality %j: %s', (when, fresh, good, met) => {
  const looked = [
    ...fresh.map(one => evidence('freshness', one)),
    ...good.map(one => evidence('quality', one)),
  ];
  expect(isMet(looked, when)).toBe(met);
});

test('words, clocks and the query', () => {
  expect(conditionWords({ freshness: within })).toBe('S: the latest AT is within 1 d');
  expect(conditionWords({ freshness: { source: 'S', changed_since_last_success: true } })).toBe(
    'S: its last change is another than at the last success',
  );
  expect(conditionWords({ quality: { source: 'S', check: 'not_null', column: 'a' } })).toBe(
    'S: A is never NULL',
  );
  expect(
    unmetInWords([evidence('freshness', false, 'S'), evidence('quality', true)].map(one => one.evidence)),
  ).toBe('S: m');
  expect(skewInWords(now, now + 59_000)).toBeNull();
  expect(skewInWords(now + 90_000, now)).toBe(
    "The warehouse's clock is 1 min 30 s ahead of this computer's: ages are by the warehouse's",
  );
  expect(latestQuery({ database: 'A', schema: 'B', name: 'C' }, 'at "x"')).toContain(
    `DATE_PART('epoch', MAX("at ""x""")) AS "LATEST_SECONDS"`,
  );
});

test.each<[object, string | null]>([
  [{ freshness: within }, null],
  [{ freshness: changed }, null],
  [{ freshness: { source: 'S' } }, 'give either "within" or "changed_since_last_success: true"'],
  [{ freshness: { ...within, ...changed } }, 'give either "within" or "changed_since_last_success: true"'],
  [{}, 'must be exactly one of "freshness" and "quality"'],
  [{ quality: { source: 'S', check: 'row_count', min: 1 } }, null],
])('%j: %s', (given, problem) => {
  expect(condition.safeParse(given).error?.issues[0]?.message ?? null).toBe(problem);
});
