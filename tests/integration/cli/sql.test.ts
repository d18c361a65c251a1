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
