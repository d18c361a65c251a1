import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../support/temporary.ts';
import { file, oneDocument, slipway } from './support.ts';

const query =
  "select d.day, u.n from DB.RAW.DAYS d left join raw.uses as u on u.day = d.day where d.k = 'a'\n";

/** A home of its own: where a workspace would be made if these commands made one. */
async function alone(args: string[], input?: string) {
  const home = temporaryDirectory();
  const env = { HOME: home, XDG_DATA_HOME: join(home, 'data'), SLIPWAY_WORKSPACE: join(home, 'workspace') };
  const ended = await slipway(args, { env, ...(input !== undefined && { input }) });
  expect(readdirSync(home), 'something was written').toEqual([]);
  return ended;
}

test('check: nothing wrong', async () => {
  const path = file('q.sql', query);
  expect(await alone(['sql', 'check', path])).toEqual({
    code: 0,
    stdout: `✓ ${path}: no problems found\n`,
    stderr: '',
  });
  const json = await alone(['sql', 'check', path, '--json']);
  expect(oneDocument(json.stdout)).toEqual({ problems: [] });
});

test('check: errors with their places end with 1', async () => {
  const path = file('q.sql', 'select 1;\nselect from where');
  const { code, stdout } = await alone(['sql', 'check', path]);
  expect(code).toBe(1);
  expect(stdout).toMatch(new RegExp(`^${path}:2:\\d+: error: .+\n$`));
  const json = await alone(['sql', 'check', '-', '--json'], 'select 1;\nselect from where');
  expect(json.code).toBe(1);
  expect(oneDocument(json.stdout)).toMatchObject({ problems: [{ line: 2, severity: 'error' }] });
});

test('sources', async () => {
  const path = file('q.sql', query);
  const json = await alone(['sql', 'sources', path, '--json']);
  expect(oneDocument(json.stdout)).toEqual({
    statements: [
      {
        kind: 'select',
        sources: [
          { database: 'DB', schema: 'RAW', name: 'DAYS', alias: 'D' },
          { database: null, schema: 'RAW', name: 'USES', alias: 'U' },
        ],
      },
    ],
  });
  const words = await alone(['sql', 'sources', '-'], query);
  expect(words.stdout).toBe(
    '#  statement  reads        alias\n1  select     DB.RAW.DAYS  D\n1  select     RAW.USES     U\n',
  );
});

test('translate', async () => {
  const { code, stdout } = await alone(['sql', 'translate', '-'], 'select nvl(a, 0) as x from t');
  expect(code).toBe(0);
  expect(stdout).toMatch(/COALESCE\("A", 0\) AS "X"/i);
  const json = await alone(['sql', 'translate', '-', '--json'], 'select 1 as x');
  expect(oneDocument(json.stdout)).toEqual({ sql: expect.stringContaining('AS "X"'), warnings: [] });
});

test('translate refuses what runs on Snowflake only, with every place', async () => {
  const text = 'select a.x from t at (offset => -60) a, b\nwhere a.id = b.id (+)';
  const path = file('q.sql', text);
  const words = await alone(['sql', 'translate', path]);
  expect(words).toMatchObject({ code: 2, stdout: '' });
  expect(words.stderr).toMatch(/^error: This runs on Snowflake only: Time travel/);
  expect(words.stderr).toMatch(new RegExp(`${path}:1:\\d+: Time travel`));
  expect(words.stderr).toMatch(new RegExp(`${path}:2:\\d+: .*outer join`));
  const json = await alone(['sql', 'translate', '-', '--json'], text);
  expect(json.code).toBe(2);
  expect(oneDocument(json.stdout)).toMatchObject({
    error: {
      code: 'validation',
      message: expect.stringContaining('Snowflake only'),
      details: {
        problems: [
          { path: '-', line: 1 },
          { path: '-', line: 2 },
        ],
      },
    },
  });
});

test('translate calls a statement that is no query that', async () => {
  const path = file('q.sql', 'drop table a');
  const { code, stdout, stderr } = await alone(['sql', 'translate', path]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(`${path}:1:1: DROP TABLE is not a query`);
  expect(stderr).not.toContain('Snowflake only');
});

test('format that writes and checks says what it did, and ends with 1 where that was something', async () => {
  const path = file('q.sql', 'select   a,b from t\n');
  const both = ['sql', 'format', path, '--write', '--check'];
  expect(await alone(both)).toMatchObject({ code: 1, stdout: `${path}: formatted\n` });
  expect(await alone(both)).toMatchObject({ code: 0, stdout: `${path}: unchanged\n` });
});

test('format prints, checks and writes', async () => {
  const path = file('q.sql', 'select   a,b from t\n');
  const formatted = 'select\n  a,\n  b\nfrom\n  t\n';
  expect(await alone(['sql', 'format', path])).toEqual({ code: 0, stdout: formatted, stderr: '' });
  const json = await alone(['sql', 'format', path, '--json']);
  expect(oneDocument(json.stdout)).toEqual({ sql: formatted, changed: true });
  expect(await alone(['sql', 'format', path, '--check'])).toMatchObject({ code: 1 });
  expect(readFileSync(path, 'utf8')).toBe('select   a,b from t\n');
  expect(await alone(['sql', 'format', path, '--write'])).toMatchObject({
    code: 0,
    stdout: `${path}: formatted\n`,
  });
  expect(readFileSync(path, 'utf8')).toBe(formatted);
  expect(readdirSync(join(path, '..'))).toEqual(['q.sql']);
  const { mtimeMs } = statSync(path);
  expect(await alone(['sql', 'format', path, '--write', '--check'])).toMatchObject({ code: 0 });
  expect(statSync(path).mtimeMs).toBe(mtimeMs);
});

test('a text that cannot be read is wrong usage, with file and place', async () => {
  const path = file('q.sql', 'select (1\n');
  for (const verb of ['sources', 'translate']) {
    const { code, stderr } = await alone(['sql', verb, path]);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringMatching(`${path}:\\d+:\\d+: `) });
  }
});

test('files that are no SQL', async () => {
  const missing = join(temporaryDirectory(), 'none.sql');
  expect(await alone(['sql', 'check', missing])).toMatchObject({
    code: 3,
    stderr: `error: There is no file ${missing}\n`,
  });
  const json = await alone(['sql', 'check', missing, '--json']);
  expect(oneDocument(json.stdout)).toMatchObject({ error: { code: 'not_found' } });
  const binary = file('b.sql', 'x');
  const { writeFileSync } = await import('node:fs');
  writeFileSync(binary, Buffer.from([0x73, 0xff, 0xfe]));
  expect(await alone(['sql', 'check', binary])).toMatchObject({
    code: 2,
    stderr: `error: ${binary}: is not UTF-8 text\n`,
  });
  expect(existsSync(missing)).toBe(false);
});

const starred = 'select o.*, upper(u.n) as n\nfrom raw.orders o join raw.uses u on u.id = o.id\n';

test('columns, as far as the text tells', async () => {
  const path = file('q.sql', starred);
  const found = await alone(['sql', 'columns', path]);
  expect(found).toEqual({
    code: 0,
    stdout: '#  column  type\n1  *       not known\n2  N       VARCHAR\n',
    stderr: `warning: ${path}:1:8: * stands for columns of RAW.ORDERS that are not known\n`,
  });
  const json = await alone(['sql', 'columns', '-', '--complete', '--json'], `\uFEFF${starred}`);
  expect(json).toMatchObject({ code: 1, stderr: '' });
  expect(oneDocument(json.stdout)).toMatchObject({
    columns: [
      { name: '*', type: null, open: true },
      { name: 'N', type: 'VARCHAR', open: false },
    ],
    complete: false,
    notes: [{ code: 'open', line: 1, column: 8 }],
  });
  expect(await alone(['sql', 'columns', '-', '--complete'], 'select 1 as a')).toMatchObject({ code: 0 });
});

test('lineage', async () => {
  const words = await alone(
    ['sql', 'lineage', '-'],
    'select a + b as s, x.c, count(*) as n from t x, u group by all',
  );
  expect(words.code).toBe(0);
  expect(words.stdout.split('\n').map(each => each.trimEnd())).toEqual([
    'column  comes about  from',
    'S       derived      T.A ?',
    '                     U.A ?',
    '                     T.B ?',
    '                     U.B ?',
    'C       identity     T.C',
    'N       aggregated   no column',
    '',
  ]);
  expect(words.stderr).toContain('warning: -:1:8: A can be of several tables');
  const json = await alone(['sql', 'lineage', '-', '--json'], starred);
  expect(oneDocument(json.stdout)).toMatchObject({
    columns: [
      { open: true, sources: [{ schema: 'RAW', name: 'ORDERS', column: '*' }] },
      { derivation: 'derived', sources: [{ schema: 'RAW', name: 'USES', column: 'N', certain: true }] },
    ],
    tables: [{ written: 'RAW.ORDERS', known: false }, { written: 'RAW.USES' }],
  });
});

test('columns and lineage are of one query', async () => {
  for (const verb of ['columns', 'lineage']) {
    const { code, stderr } = await alone(['sql', verb, '-'], 'select 1;\nselect 2');
    expect(code).toBe(2);
    expect(stderr).toContain('-:2:1: holds 2 statements');
  }
});

test('diff: the class of the change, and exit codes for CI', async () => {
  const before = file('old.sql', 'select a, b from t\n');
  const added = file('new.sql', 'select a, b, c from t\n');
  const words = await alone(['sql', 'diff', before, added]);
  expect(words).toMatchObject({ code: 0, stderr: '' });
  expect(words.stdout).toContain(`${before} → ${added}: non-breaking\n  · column C added\n`);
  expect(words.stdout).toContain('+select a, b, c from t');
  expect(await alone(['sql', 'diff', before, added, '--fail-on', 'breaking'])).toMatchObject({ code: 0 });
  expect(await alone(['sql', 'diff', before, added, '--fail-on', 'non_breaking'])).toMatchObject({ code: 1 });
  const json = await alone(
    ['sql', 'diff', '-', before, '--fail-on', 'breaking', '--json'],
    'select a from t where b',
  );
  expect(json.code).toBe(1);
  expect(oneDocument(json.stdout)).toMatchObject({
    change: 'breaking',
    columns: [{ name: 'B', change: 'added' }],
  });
  expect(await alone(['sql', 'diff', '-', '-'], 'select 1')).toMatchObject({ code: 2 });
});
