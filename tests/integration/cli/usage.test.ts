import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { programFor } from '../../../src/main/cli/program.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { file, newWorkspace, oneDocument, servedWorkspace, slipway, start } from './support.ts';

const nouns =
  'demo serve sample model env connection compute job run build backfill schedule promote sql lineage variables export import backup doctor'.split(
    ' ',
  );
const verbs: [noun: string, ...verbs: string[]][] = [
  ['sample', 'load'],
  [
    'model',
    'list',
    'show',
    'history',
    'create',
    'draft',
    'publish',
    'tag',
    'untag',
    'restore',
    'search',
    'docs',
    'origin',
    'diff',
    'preview',
    'delete',
  ],
  ['env', 'list', 'show', 'test', 'choices', 'apply'],
  ['connection', 'list', 'show', 'apply', 'trust', 'remove'],
  ['compute', 'list', 'show', 'apply', 'remove'],
  [
    'job',
    'list',
    'show',
    'history',
    'checks',
    'reset-conditions',
    'plan',
    'intervals',
    'backfill',
    'apply',
    'publish',
    'activate',
    'run',
    'next',
    'pause',
    'resume',
    'delete',
  ],
  ['run', 'list', 'show', 'logs', 'cancel', 'retry', 'compare', 'build'],
  ['build', 'list', 'show', 'cancel'],
  ['backfill', 'list', 'show', 'cancel', 'resume'],
  [
    'schedule',
    'status',
    'fires',
    'wake-plan',
    'simulate',
    'preview',
    'pause',
    'resume',
    'reset',
    'run-missed',
  ],
  ['promote', 'board', 'plan', 'show', 'list', 'approve', 'reject', 'apply', 'rollback'],
  ['sql', 'check', 'sources', 'columns', 'lineage', 'diff', 'translate', 'format', 'compile', 'run'],
  ['lineage', 'show', 'columns', 'impact'],
  ['variables', 'list', 'set'],
];

test('the help names every command and the exit codes', async () => {
  const { code, stdout, stderr } = await slipway(['--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const noun of nouns) expect(stdout).toMatch(new RegExp(`^ {2}${noun} `, 'm'));
  expect(stdout).toContain('Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 refused, 5 sign-in.');
});

/** Without a process for each: that help ends one well is tested with the first and the last help of this file. */
async function helpOf(...words: string[]): Promise<string> {
  const args = [...words, '--help'];
  const program = await programFor(args);
  const written: unknown[] = [];
  const out = vi.spyOn(process.stdout, 'write').mockImplementation(text => written.push(text) > 0);
  const err = vi
    .spyOn(process.stderr, 'write')
    .mockImplementation(text => written.push(`stderr: ${String(text)}`) > 0);
  try {
    const shown = program.parseAsync(args, { from: 'user' });
    await expect(shown).rejects.toMatchObject({ code: 'commander.helpDisplayed', exitCode: 0 });
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
  const help = written.join('');
  expect(help).not.toContain('stderr: ');
  return help;
}

test.each(verbs)('the help of %s and of what it offers has examples', async (noun, ...offered) => {
  const help = await helpOf(noun);
  const listed = [...help.matchAll(/^ {2}([a-z][a-z-]*) {2,}\w/gm)].map(([, name]) => name);
  expect(new Set(listed)).toEqual(new Set(offered));
  const summary = (await programFor([])).commands.find(command => command.name() === noun)?.summary() ?? '';
  expect(new Set(summary.replace(/^.*: /, '').split(', '))).toEqual(new Set(offered));
  for (const verb of offered) {
    const text = await helpOf(noun, verb);
    expect(text).toMatch(new RegExp(`Examples?:\n {2}\\$ .*slipway ${noun} ${verb}`));
    expect(text).toContain('--json');
    expect(text).toContain('--workspace <dir>');
  }
});

test.each([
  [['--workspace', 'DIR', 'model', 'list', '--json']],
  [['model', '--workspace', 'DIR', '--json', 'list']],
  [['--json', 'model', 'list', '--workspace=DIR']],
  [['notify', '--workspace', 'DIR', 'channel', '--json', 'list']],
])('common options of %j hold wherever they stand', async args => {
  const workspace = await servedWorkspace();
  const { code, stdout, stderr } = await slipway(args.map(arg => arg.replace('DIR', workspace.directory)));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(oneDocument(stdout)).toHaveProperty(args.includes('channel') ? 'channels' : 'models');
});

test('the version', async () => {
  expect(await slipway(['--version'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
});

test.each([
  [['modle', 'list'], "error: Unknown command 'modle'\nhint: Did you mean model?\n"],
  [['model', 'lst'], "error: Unknown command 'lst'\nhint: Did you mean list?\n"],
  [['model', 'list', '--limt', '3'], "error: Unknown option '--limt'\nhint: Did you mean --limit?\n"],
  [['model', 'show'], "error: Missing required argument 'model'\nhint: Add --help to see what there is\n"],
  [['promote', 'plan', '--model', 'a', '--to', 'b'], /^error: Required option '--tag <tag>' not specified\n/],
  [['run', 'list', '--state', 'done'], /argument 'done' is invalid\. The states are pending, running/],
  [['run', 'list', '--since', 'yesterday'], /It must be a date, a time/],
  [['run', 'show', 'abc'], 'error: "abc" names no run. It must be a number, as in 12.\n'],
  [['job', 'run', 'x', '--var', 'novalue'], /It must be NAME=VALUE/],
  [
    ['variables', 'set', 'since:date=2026-02-30'],
    'error: "since:date=2026-02-30" sets no variable. The value must be a date as in 2026-03-01; "2026-02-30" is not.\n',
  ],
  [['serve', '--port', '99999', '--no-build', '--workspace', '/nowhere'], /./],
])('%j is wrong usage', async (args, message) => {
  const env = { SLIPWAY_WORKSPACE: temporaryDirectory() };
  const all = args.includes('/nowhere')
    ? args.map(arg => (arg === '/nowhere' ? env.SLIPWAY_WORKSPACE : arg))
    : args;
  const { code, stdout, stderr } = await slipway(all, { env });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^ +at /m);
  const json = await slipway([...all, '--json'], { env });
  expect(json.code).toBe(2);
  expect(oneDocument(json.stdout)).toMatchObject({
    error: { code: 'validation', message: expect.any(String) },
  });
});

test.each([[[]], [['model']]])('without a command %j shows help and is wrong usage', async args => {
  expect(await slipway(args)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^Usage: slipway/),
  });
});

test('errors of the engine have the exit code of their kind, and a hint', async () => {
  const workspace = await servedWorkspace();
  const missing = await workspace.run(['model', 'show', 'ordesr']);
  expect(missing).toEqual({
    code: 3,
    stdout: '',
    stderr: 'error: There is no model named "ordesr"\nhint: Did you mean "orders"?\n',
  });
  expect(await workspace.failure(3, 'run', 'show', '99')).toMatchObject({ error: { code: 'not_found' } });
  expect(await workspace.failure(4, 'model', 'create', 'orders')).toMatchObject({
    error: { code: 'conflict' },
  });
  expect(await workspace.failure(4, 'model', 'untag', 'orders', 'v1')).toMatchObject({
    error: { code: 'precondition' },
  });
  expect(await workspace.failure(2, 'model', 'create', '1x')).toMatchObject({
    error: { code: 'validation', details: { problems: [{ path: 'name' }] } },
  });
  const { code, stderr } = await workspace.run(['job', 'run', 'orders_prod', '--version', 'draft']);
  expect({ code, stderr }).toMatchObject({ code: 4, stderr: expect.stringMatching(/^error: .*prod.*\n/) });
});

test('a definition with several mistakes: all of them, each with file, line, column and path', async () => {
  const workspace = await servedWorkspace();
  const job = file(
    'job.yaml',
    [
      'name: 1st',
      'kind: model',
      'environment: dev',
      'model: orders',
      'tag: v1',
      'traget: {table: X}',
      'materialization:',
      '  type: tabel',
      'timeout: soon',
      '',
    ].join('\n'),
  );
  const { code, stderr } = await workspace.run(['job', 'apply', '--file', job]);
  expect(code).toBe(2);
  for (const place of [
    ':1:7 name: ',
    ':6:1 traget: ',
    ':8:9 materialization.type: ',
    ':9:10 timeout: ',
    ' target: ',
  ]) {
    expect(stderr).toContain(place);
  }
  expect(stderr).toMatch(/^error: 5 problems\n/);
  expect(stderr.match(new RegExp(`^ {2}${job}`, 'gm'))).toHaveLength(5);
  const json = (await workspace.failure(2, 'job', 'apply', '--file', job)) as {
    error: { details: { problems: unknown[] } };
  };
  expect(json.error.details.problems).toContainEqual(
    expect.objectContaining({ path: `${job}: timeout`, line: 9, column: 10 }),
  );
});

test('what only the engine can find wrong in a definition has its place, too', async () => {
  const workspace = await servedWorkspace();
  const job = file(
    'job.yaml',
    'name: other\nkind: model\nenvironment: dev\nmodel: orders\ntag: v9\ntarget: {table: X}\nmaterialization: {type: view}\n',
  );
  const { code, stderr } = await workspace.run(['job', 'apply', '--file', job]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining(`${job}:5:6 tag: "orders" has no tag "v9"`),
  });
  const broken = file('broken.yaml', 'name: [a\nkind');
  const yaml = await workspace.run(['env', 'apply', '--file', broken]);
  expect(yaml).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/broken\.yaml:\d+:\d+:? is not valid YAML/),
  });
});

test('a workspace that is not there is not made by looking', async () => {
  const workspace = newWorkspace();
  for (const args of [
    ['model', 'list'],
    ['run', 'show', '1'],
    ['export', join(workspace.directory, 'x')],
  ]) {
    expect(await workspace.failure(3, ...args)).toMatchObject({
      error: { code: 'not_found', message: `There is no workspace in ${workspace.directory}` },
    });
  }
});

test('help that nobody reads to its end ends quietly', async () => {
  const { child, ended } = start(['job', 'apply', '--help']);
  child.stdout?.destroy();
  expect(await ended).toMatchObject({ code: 0, stderr: '' });
});
