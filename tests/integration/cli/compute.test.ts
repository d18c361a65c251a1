import { expect, test } from 'vitest';
import { file, hasTerminals, newWorkspace, onTerminal, servedWorkspace } from './support.ts';

const nightly = (more = '') =>
  file(
    'nightly.yaml',
    `name: nightly\nwarehouse: WH_L\nlimits: {max_concurrent_runs: 2, statement_timeout: 2h}\n${more}`,
  );

/** Both environments of the workspace use the profile; one says itself how many runs go at once. */
async function open() {
  const workspace = await servedWorkspace();
  await workspace.words('compute', 'apply', '--file', nightly());
  const place = { connection: 'embedded', schema: 'MARTS', compute_profile: 'nightly' };
  await workspace.client.environments.apply({
    definition: { name: 'dev', database: 'SHOP_DEV', ...place },
  });
  await workspace.client.environments.apply({
    definition: {
      name: 'prod',
      database: 'SHOP_PRD',
      ...place,
      limits: { max_concurrent_runs: 8, statement_timeout: '5m' },
    },
  });
  return workspace;
}

test('a profile is created without a question, and begins a workspace', async () => {
  const workspace = newWorkspace();
  const path = nightly('session_parameters: {TIMEZONE: UTC, WEEK_STRAT: 1}\n');
  expect(await workspace.failure(3, 'compute', 'apply', '--file', path, '--plan')).toMatchObject({
    error: { code: 'not_found' },
  });
  const created = await workspace.run(['compute', 'apply', '--file', path]);
  expect(created).toEqual({
    code: 0,
    stdout: 'Created compute profile nightly (id 1)\n',
    stderr: `New workspace in ${workspace.directory}\nwarning: WEEK_STRAT is no session parameter that Slipway knows; did you mean WEEK_START?\n`,
  });
  expect(await workspace.words('compute', 'apply', '--file', path)).toBe(
    'Unchanged: compute profile nightly (id 1)',
  );
  expect(await workspace.words('compute', 'list')).toMatch(
    /^nightly +WH_L +2 +2h +TIMEZONE=UTC, WEEK_STRAT=1$/m,
  );
  expect(await workspace.words('compute', 'remove', 'nightly')).toBe('Deleted compute profile nightly');
  expect(await workspace.words('compute', 'list')).toBe('There are no compute profiles.');
});

test('a change shows who is changed by it, and wants --yes where nobody can be asked', async () => {
  const workspace = await open();
  const path = file(
    'nightly.yaml',
    'name: nightly\nlimits: {max_concurrent_runs: 3, statement_timeout: 1h}\n',
  );
  const effects =
    /used by +changes *\ndev +limits\.max_concurrent_runs +2 → 3\n +limits\.statement_timeout +2h → 1h\nprod 🔒 +nothing *\n/;
  const refused = await workspace.run(['compute', 'apply', '--file', path]);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(effects);
  expect(refused.stderr).toContain(
    'error: Change compute profile "nightly", and with it dev? Nobody can be asked here\nhint: Add --yes if it is meant\n',
  );
  const planned = await workspace.words('compute', 'apply', '--file', path, '--plan');
  expect(planned).toMatch(/^Would update compute profile nightly:\n/);
  expect(`${planned}\n`).toMatch(effects);
  expect(await workspace.json('compute', 'apply', '--file', path, '--plan')).toMatchObject({
    created: false,
    changed: true,
    revision: 1,
    affects: [
      {
        environment: 'dev',
        changes: [
          { field: 'limits.max_concurrent_runs', from: 2, to: 3 },
          { field: 'limits.statement_timeout', from: '2h', to: '1h' },
        ],
      },
      { environment: 'prod', protected: true, changes: [] },
    ],
    warnings: [],
  });
  expect(await workspace.json('compute', 'show', 'nightly')).toMatchObject({ revision: 1 });
  expect(await workspace.json('compute', 'apply', '--file', path, '--yes')).toMatchObject({
    name: 'nightly',
    revision: 2,
    created: false,
    changed: true,
    environments: ['dev', 'prod'],
  });
  // What changes nothing anywhere needs no answer.
  const described = file(
    'nightly.yaml',
    'name: nightly\ndescription: At night\nlimits: {max_concurrent_runs: 3, statement_timeout: 1h}\n',
  );
  expect(await workspace.words('compute', 'apply', '--file', described)).toBe(
    'Updated compute profile nightly (id 1)',
  );
  expect(await workspace.failure(4, 'compute', 'remove', 'nightly')).toMatchObject({
    error: { code: 'conflict', message: '"nightly" is used by dev, prod' },
  });
});

test.runIf(hasTerminals)('a change asks on a terminal, and is made when the answer is yes', async () => {
  const workspace = await open();
  const path = file('nightly.yaml', 'name: nightly\nlimits: {max_concurrent_runs: 3}\n');
  const args = ['compute', 'apply', '--file', path, '--workspace', workspace.directory];
  const question = 'Change compute profile "nightly", and with it dev? [y/N] ';
  expect(await onTerminal(args, [[question, '']])).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('error: Nothing was changed'),
  });
  expect(await workspace.json('compute', 'show', 'nightly')).toMatchObject({ revision: 1 });
  expect(await onTerminal(args, [[question, 'y']])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/used by .*dev .*Updated compute profile nightly/s),
  });
  expect(await workspace.json('compute', 'show', 'nightly')).toMatchObject({ revision: 2 });
});

test('environments and profiles say what comes from where, and what is without effect', async () => {
  const workspace = await open();
  const path = nightly('session_parameters: {TIMEZONE: UTC}\n');
  const applied = await workspace.run(['compute', 'apply', '--file', path]);
  expect(applied.stderr).toContain(
    'warning: dev is on duckdb, which has no warehouses and no session parameters: only the limits hold there',
  );
  const dev = await workspace.words('env', 'show', 'dev');
  expect(dev).toMatch(/^compute profile +nightly$/m);
  expect(dev).toMatch(/^warehouse +WH_L \(from nightly\)$/m);
  expect(dev).toMatch(/^session +TIMEZONE=UTC \(not used by duckdb\)$/m);
  expect(dev).toMatch(/^runs at once +2 \(from nightly\)$/m);
  expect(dev).toMatch(/^statement limit +2h \(from nightly\)$/m);
  const prod = await workspace.words('env', 'show', 'prod');
  expect(prod).toMatch(/^runs at once +8$/m);
  expect(prod).toMatch(/^statement limit +5m$/m);
  expect(await workspace.words('env', 'test', 'dev')).toContain(
    'The embedded engine has no warehouses and no session parameters; WH_L, TIMEZONE are not used',
  );
  expect(await workspace.words('compute', 'show', 'nightly')).toMatch(
    /^nightly compute profile 1\nenvironments +dev, prod\nchanged .*\n\nname: nightly\nwarehouse: WH_L\n/,
  );
});

test('what is wrong with a profile is told with its place', async () => {
  const workspace = await servedWorkspace();
  const path = nightly('session_parameters:\n  QUERY_TAG: mine\n  timezone: UTC\n');
  const { code, stderr } = await workspace.run(['compute', 'apply', '--file', path]);
  expect(code).toBe(2);
  expect(stderr).toContain(
    `  ${path}:5:14 session_parameters.QUERY_TAG: is set by Slipway on every statement`,
  );
  expect(stderr).toContain(`  ${path}:6:13 session_parameters.timezone: must be upper-case letters`);
});
