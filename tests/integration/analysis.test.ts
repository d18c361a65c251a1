import { spawn as spawnProgram, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../src/main/analysis/protocol.ts';
import { createAnalysis } from '../../src/main/analysis/client.ts';
import type { Clock } from '../../src/main/engine/ports.ts';
import type { Analysis } from '../../src/main/engine/sql/types.ts';
import type { ChildHandle, Spawn } from '../../src/main/processes/child.ts';
import { createNodeSpawn } from '../../src/main/processes/node-process.ts';
import { silentLog } from '../support/engine-options.ts';

const entry = new URL('../../src/main/analysis/main.ts', import.meta.url);
const spawn = createNodeSpawn(silentLog);

/** Timers fire when the test says so, and never by themselves. */
class FakeClock implements Clock {
  readonly #timers = new Map<number, { ms: number; callback: () => void }>();
  #next = 0;
  #waiting: (() => void)[] = [];

  now(): number {
    return 0;
  }

  elapsed(): number {
    return 0;
  }

  timer(ms: number, callback: () => void): () => void {
    const id = this.#next++;
    this.#timers.set(id, { ms, callback });
    for (const resolve of this.#waiting.splice(0)) resolve();
    return () => this.#timers.delete(id);
  }

  get pending(): number[] {
    return [...this.#timers.values()].map(({ ms }) => ms);
  }

  /** Resolves once a timer of this length runs. */
  async armed(ms: number): Promise<void> {
    while (!this.pending.includes(ms)) await new Promise<void>(resolve => this.#waiting.push(resolve));
  }

  fire(): void {
    const all = [...this.#timers.values()];
    this.#timers.clear();
    for (const { callback } of all) callback();
  }
}

let analysis: Analysis | undefined;
let clock = new FakeClock();

function start(limitMs?: number): Analysis {
  clock = new FakeClock();
  analysis = createAnalysis({ clock, spawn, entry, ...(limitMs === undefined ? {} : { limitMs }) });
  return analysis;
}

afterEach(async () => {
  await analysis?.close();
  analysis = undefined;
  if (clock.pending.length > 0) throw new Error('a timer is left behind');
});

describe('the client', () => {
  test('does all its things', async () => {
    const client = start();
    const sql = 'select a, {{ x }} from s.t';
    expect((await client.analyze(sql)).statements[0]?.sources).toMatchObject([{ schema: 'S', name: 'T' }]);
    expect(await client.check(sql)).toEqual([]);
    expect((await client.translate(sql)).sql).toContain('select "A" AS "A", {{ x }}');
    expect(await client.format('select 1')).toContain('1');
    expect((await client.classify(sql, 'select a from s.t')).change).toBe('breaking');
    expect((await client.lineage(sql, [])).columns).toMatchObject([
      { name: 'A' },
      { derivation: 'constant' },
    ]);
    expect((await client.scope(`${sql} x where x.`, 36, [])).relations).toMatchObject([{ name: 'X' }]);
    const relation = { database: 'D', schema: 'S', name: 'T' };
    expect(await client.rename(sql, [{ start: 23, end: 26, relation }])).toContain('from D.S.T');
  });

  test('errors come back as ours, with their places', async () => {
    const client = start();
    for (const sql of ['select a b c', 'select a b c, d']) {
      await expect(client.analyze(sql)).rejects.toMatchObject({
        name: 'SlipwayError',
        code: 'validation',
        details: { problems: [{ line: 1, column: 12 }] },
      });
    }
  });

  test('answers are copies: changing one changes no other', async () => {
    const client = start();
    const first = await client.analyze('select * from t');
    first.statements.length = 0;
    expect((await client.analyze('select * from t')).statements).toHaveLength(1);
  });

  test('many requests at once are all answered, each with its own', async () => {
    const client = start();
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) => client.analyze(`select * from t${index}`)),
    );
    expect(answers.map(answer => answer.statements[0]?.sources[0]?.name)).toEqual(
      Array.from({ length: 200 }, (_, index) => `T${index}`),
    );
  });
});

describe('what takes too long', () => {
  test('fails alone: the process is replaced, what waits behind is asked again', async () => {
    const client = start(2_500);
    await client.check('select 1'); // The process is there, its parsers loaded.
    const slow = client.check('select 10');
    const waiting = [client.check('select 2'), client.analyze('select * from t')];
    await clock.armed(2_500);
    clock.fire();
    await expect(slow).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('2.5 s'),
    });
    expect(await waiting[0]).toEqual([]);
    expect(await waiting[1]).toMatchObject({ statements: [{ kind: 'select' }] });
    expect(await client.check('select 3')).toEqual([]);
  });

  test('has its time from when it is worked on, not from when it was asked', async () => {
    const client = start(2_500);
    const answers = Promise.all(Array.from({ length: 20 }, (_, index) => client.check(`select ${index}`)));
    await answers;
    // One timer at a time: nobody's time ran while others were worked on.
    expect(clock.pending).toEqual([]);
  });

  test('is forgotten: asking again may succeed', async () => {
    const client = start(2_500);
    await client.check('select 1');
    const sql = 'select 4';
    const slow = client.check(sql);
    await clock.armed(2_500);
    clock.fire();
    await expect(slow).rejects.toMatchObject({ code: 'unavailable' });
    expect(await client.check(sql)).toEqual([]);
  });
});

describe('a process that dies by itself', () => {
  /** Kills the children that `dies` names, counted from 1, once they have said anything. */
  function mortal(dies: (count: number) => boolean): { spawn: Spawn; started: () => number } {
    let count = 0;
    return {
      started: () => count,
      spawn(program) {
        const child: ChildHandle = spawn(program);
        if (!dies(++count)) return child;
        return {
          ...child,
          onMessage(listener) {
            // It dies over a text, not at its start. What it still says on a busy machine comes too late.
            let dead = false;
            child.onMessage(message => {
              if (dead) return;
              dead = (message as Answer).kind === 'ready';
              if (dead) child.kill();
              listener(message);
            });
          },
        };
      },
    };
  }

  test('takes nothing with it: what it worked on is tried once more', async () => {
    const { spawn: mortals, started } = mortal(count => count === 1);
    clock = new FakeClock();
    analysis = createAnalysis({ clock, spawn: mortals, entry });
    const answers = await Promise.all([analysis.check('select 1'), analysis.check('select a b c')]);
    expect(answers[0]).toEqual([]);
    expect(answers[1]).toHaveLength(1);
    expect(started()).toBe(2);
  });

  test('each time is blamed on the text; the next text works', async () => {
    const { spawn: mortals } = mortal(count => count <= 2);
    clock = new FakeClock();
    analysis = createAnalysis({ clock, spawn: mortals, entry });
    await expect(analysis.check('select 1')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/broke off over this text \(SIGKILL\)/),
    });
    expect(await analysis.check('select 2')).toEqual([]);
  });

  test('ends with its parent, even when it is busy for ever', async () => {
    const busy = `
      import { endWithParent } from './src/main/analysis/orphan-watch.ts';
      endWithParent();
      console.log('busy');
      for (;;);`;
    const parent = spawnProgram(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { spawn } from 'node:child_process';
         spawn(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(busy)}], { stdio: ['ignore', 1, 2] });`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(parent.stdout, 'data');
    // The orphan has our end of the pipe: it closes when the last process that writes to it is gone.
    const gone = once(parent.stdout, 'close');
    parent.kill('SIGKILL');
    await gone;
  });
});

describe('a process that is not there', () => {
  test('is told to everybody who waits', async () => {
    clock = new FakeClock();
    analysis = createAnalysis({ clock, spawn, entry: new URL('file:///nowhere/main.ts') });
    const answers = await Promise.allSettled([analysis.check('select 1'), analysis.check('select 2')]);
    expect(answers.map(answer => answer.status)).toEqual(['rejected', 'rejected']);
    await expect(analysis.check('select 3')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('does not start'),
    });
  });

  test('that is idle does not keep the process alive', () => {
    const script = `
      import { createAnalysis } from './src/main/analysis/client.ts';
      import { systemClock } from './src/main/system/clock.ts';
      import { createNodeSpawn } from './src/main/processes/node-process.ts';
      const entry = new URL('src/main/analysis/main.ts', 'file://' + process.cwd() + '/');
      const spawn = createNodeSpawn({ write() {} });
      const analysis = createAnalysis({ clock: systemClock, spawn, entry });
      console.log(JSON.stringify(await analysis.check('select 1')));`;
    const ended = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(ended).toMatchObject({ status: 0, stdout: '[]\n' });
  });

  test('closing fails what waits, and whatever is asked later', async () => {
    const client = start();
    const waiting = client.check('select 1').catch((error: unknown) => error);
    await client.close();
    expect(await waiting).toMatchObject({ code: 'unavailable' });
    await expect(client.analyze('select 1')).rejects.toMatchObject({ code: 'unavailable' });
  });
});

/** Texts that are known to send parsers into endless work, or out of memory. Each in time, and the next one works. */
const hard: [string, string][] = [
  ['255 UNION ALLs', `select 1 as a${' union all select a from t'.repeat(255)}`],
  ['2,000 UNION ALLs', `select 1 as a${' union all select a from t'.repeat(2_000)}`],
  [
    'a PIVOT over a query of WITH',
    "with a as (select * from t) select * from a pivot (sum(x) for m in ('p', 'q')) as p join a on true",
  ],
  ['1,000 terms', `select a${' + a'.repeat(1_000)} from t`],
  ['10,000 terms', `select a${' + a'.repeat(10_000)} from t`],
  ['5,000 conditions', `select a from t where a = 1${' or a = 2'.repeat(5_000)}`],
  ['20,000 values', `select a from t where a in (1${', 2'.repeat(20_000)})`],
  ['200 parentheses', `select ${'('.repeat(200)}a${')'.repeat(200)} from t`],
  ['390 subqueries', `select * from ${'(select * from '.repeat(390)}t${')'.repeat(390)}`],
  ['300 calls', `select ${'iff(a, b, '.repeat(300)}c${')'.repeat(300)} from t`],
  ['150 CASEs', `select ${'case when a then b else '.repeat(150)}c${' end'.repeat(150)} from t`],
  [
    '300 queries of WITH',
    `with c0 as (select 1 a)${Array.from({ length: 300 }, (_, i) => `, c${i + 1} as (select a from c${i})`).join('')} select * from c300`,
  ],
  ['60 calls that repeat their arguments', `select ${'greatest('.repeat(60)}a${', 1)'.repeat(60)} from t`],
  ['2,000 parentheses', `select ${'('.repeat(2_000)}a${')'.repeat(2_000)}`],
  ['20,000 opening parentheses', `select ${'('.repeat(20_000)}`],
  ['a million characters of one string', `select '${'x'.repeat(990_000)}' from t`],
  ['2 MB of one string', `select '${'x'.repeat(2_000_000)}' from t`],
  ['255 UNION ALLs of everything', `select * from u${' union all select * from t'.repeat(255)}`],
  ['130 subqueries as values', `select ${'(select a + '.repeat(130)}1${' from t)'.repeat(130)} from t`],
  ['2,000 columns that use each other', `select a as x0${chained(2_000)} from t`],
  ['60,000 subqueries that are not closed', 'select * from ('.repeat(60_000)],
];

function chained(count: number): string {
  return Array.from({ length: count }, (_, n) => `, x${n} + a as x${n + 1}`).join('');
}

/** Those that people write: they are not only survived. */
const answered = new Set([
  '255 UNION ALLs',
  'a PIVOT over a query of WITH',
  '1,000 terms',
  '200 parentheses',
]);

/** What is no SQL, or not quite: text, and where the first problem is (UTF-16 columns); null for none. */
const strange: [string, string, [number, number] | null][] = [
  ['nothing', '', null],
  ['blanks, tabs and line ends', ' \t\r\n\f', null],
  ['all code units, also halves of characters', junk(), [1, 8]],
  ['a quote that is not closed', "select a,\n  'b from t", [2, 3]],
  ['a name that is not closed', 'select "a from t', [1, 8]],
  ['dollars that are not closed', 'select $$a from t', [1, 8]],
  ['a comment that is not closed', 'select 1 /* from t', [1, 10]],
  ['emoji before an error', "select '😀😀', a b c from t", [1, 20]],
  ['CRLF', 'select 1,\r\n\ta b c\r\nfrom t', [2, 6]],
  ['tabs', 'select\ta\tb\tc', [1, 12]],
  ['a byte-order mark', '\uFEFFselect a b c', [1, 13]],
  ['a byte-order mark and nothing wrong', '\uFEFFselect a from t', null],
  ['a million quotes', "'".repeat(999_999), [1, 1]],
  ['half a million variables that are not closed', '{{'.repeat(500_000), [1, 1]],
];

function junk(): string {
  return Array.from({ length: 65_536 }, (_, n) => String.fromCharCode((n * 7_919) % 65_536)).join('');
}

describe('hard texts end in time, and the next one works', () => {
  /** A clock that really runs: nothing here may come near the limit. */
  const real: Clock = {
    now: () => Date.now(),
    elapsed: () => performance.now(),
    timer: (ms, callback) => {
      const handle = setTimeout(callback, ms);
      return () => clearTimeout(handle);
    },
  };

  let shared: Analysis;
  beforeAll(() => {
    clock = new FakeClock();
    shared = createAnalysis({ clock: real, spawn, entry, limitMs: 10_000 });
  });
  afterAll(() => shared.close());

  test.for(hard)('%s', { timeout: 60_000 }, async ([name, sql]) => {
    const asked: Promise<unknown>[] = [
      shared.analyze(sql),
      shared.translate(sql),
      shared.classify(sql, `${sql} `),
      shared.classify(sql, sql.replace('select', 'select 1 as one,')),
      shared.check(sql),
      shared.format(sql),
      shared.lineage(sql, []),
      shared.scope(sql, sql.length >> 1, []),
      shared.scope(sql, sql.length, []),
    ];
    if (answered.has(name)) await Promise.all(asked);
    const codes = (await Promise.allSettled(asked)).flatMap(answer =>
      answer.status === 'rejected' ? [(answer.reason as { code?: string }).code] : [],
    );
    expect(codes.filter(code => code !== 'validation' && code !== 'unavailable')).toEqual([]);
    expect(await shared.check('select 1')).toEqual([]);
    expect((await shared.analyze('select 1 from t')).statements).toHaveLength(1);
  });

  test.for(strange)('%s', { timeout: 60_000 }, async ([, sql, place]) => {
    const asked: Promise<unknown>[] = [
      shared.analyze(sql),
      shared.translate(sql),
      shared.classify(sql, 'select 1'),
      shared.format(sql),
      shared.lineage(sql, []),
    ];
    const codes = (await Promise.allSettled(asked)).flatMap(answer =>
      answer.status === 'rejected' ? [(answer.reason as { code?: string }).code] : [],
    );
    expect(codes.filter(code => code !== 'validation')).toEqual([]);
    // What is typed is no error yet.
    expect(await shared.scope(sql, sql.length, [])).toMatchObject({ word: { end: sql.length } });
    const [first] = await shared.check(sql);
    expect(first === undefined ? null : [first.line, first.column]).toEqual(place);
    expect((await shared.lineage('select a from t', [])).columns).toHaveLength(1);
  });
});
