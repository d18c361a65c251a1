import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../support/temporary.ts';
import { newWorkspace, servedWorkspace, texts } from './support.ts';

function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => !entry.isDirectory())
    .map(entry => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();
}

const orders = [
  'connections/embedded.yaml',
  'environments/dev.yaml',
  'environments/prod.yaml',
  'jobs/orders_dev.yaml',
  'jobs/orders_prod.yaml',
  'models/orders/model.yaml',
  'models/orders/v1.sql',
  'models/orders/v2.sql',
  'slipway.yaml',
];

test('what is exported and imported elsewhere is the same', async () => {
  const workspace = await servedWorkspace();
  const directory = join(temporaryDirectory(), 'definitions');
  expect(await workspace.json('export', directory)).toEqual({
    directory,
    files: orders,
    written: orders,
    removed: [],
  });
  expect(filesIn(directory)).toEqual(orders);
  expect(readFileSync(join(directory, 'models/orders/v1.sql'), 'utf8')).toBe(texts[0]);

  const other = newWorkspace();
  expect(await other.json('import', directory)).toMatchObject({
    applied: true,
    actions: expect.arrayContaining([
      expect.objectContaining({ action: 'create', object: 'job', name: 'orders_prod' }),
    ]),
  });
  expect(await other.words('import', directory)).toMatch(
    /^Everything is as it is in the files\.\n\d+ unchanged\nImported\.$/,
  );
  const again = join(temporaryDirectory(), 'again');
  await other.words('export', again);
  for (const path of orders) {
    expect(readFileSync(join(again, path), 'utf8')).toBe(readFileSync(join(directory, path), 'utf8'));
  }
});

test('a plan of an import changes nothing, and begins no workspace', async () => {
  const workspace = await servedWorkspace();
  const directory = join(temporaryDirectory(), 'definitions');
  await workspace.words('export', directory);
  const other = newWorkspace();
  const missing = { error: { code: 'not_found', message: `There is no workspace in ${other.directory}` } };
  expect(await other.failure(3, 'import', directory, '--plan')).toMatchObject(missing);
  expect(existsSync(other.directory)).toBe(false);
  mkdirSync(other.directory);
  expect(await other.failure(3, 'import', directory, '--plan')).toMatchObject(missing);
  expect(readdirSync(other.directory)).toEqual([]);
  await other.words('variables', 'set', 'n=1');
  const plan = await other.run(['import', directory, '--plan']);
  expect(plan).toMatchObject({ code: 0, stdout: expect.stringMatching(/\+ create +environment +dev/) });
  expect(await other.json('model', 'list')).toMatchObject({ models: [] });
});

test('a second export writes what changed, removes what is gone and leaves the rest alone', async () => {
  const workspace = await servedWorkspace();
  const directory = temporaryDirectory();
  await workspace.words('export', directory);
  for (const [path, content] of [
    ['README.md', 'mine'],
    ['models/orders/notes.md', 'mine'],
    ['models/gone/model.yaml', 'name: gone'],
    ['jobs/old.yaml', 'name: old'],
    ['other/x.sql', 'mine'],
  ] as const) {
    mkdirSync(join(directory, path, '..'), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  writeFileSync(join(directory, 'models/orders/v1.sql'), 'changed');
  const untouched = statSync(join(directory, 'models/orders/v2.sql')).mtimeMs;
  expect(await workspace.json('export', directory)).toMatchObject({
    written: ['models/orders/v1.sql'],
    removed: ['jobs/old.yaml', 'models/gone/model.yaml'],
  });
  expect(filesIn(directory)).toEqual(
    [...orders, 'README.md', 'models/orders/notes.md', 'other/x.sql'].sort(),
  );
  expect(existsSync(join(directory, 'models/gone'))).toBe(false);
  expect(statSync(join(directory, 'models/orders/v2.sql')).mtimeMs).toBe(untouched);
  expect(await workspace.words('export', directory)).toBe(`${directory}: 9 files, 0 written, 0 removed`);
});

test('a directory with other things in it is refused', async () => {
  const workspace = await servedWorkspace();
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'thesis.txt'), 'precious');
  expect(await workspace.failure(4, 'export', directory)).toMatchObject({ error: { code: 'precondition' } });
  expect(filesIn(directory)).toEqual(['thesis.txt']);
});

test('links that leave the directory are refused, both ways', async () => {
  const workspace = await servedWorkspace();
  const outside = temporaryDirectory();
  writeFileSync(join(outside, 'secret.sql'), 'select 1');
  const directory = temporaryDirectory();
  await workspace.words('export', directory);
  rmSync(join(directory, 'models/orders/v1.sql'));
  symlinkSync(join(outside, 'secret.sql'), join(directory, 'models/orders/v1.sql'));
  const { code, stderr } = await workspace.run(['import', directory]);
  expect({ code, stderr }).toMatchObject({
    code: 2,
    stderr: 'error: models/orders/v1.sql: is a link that leaves the directory\n',
  });
  rmSync(join(directory, 'models'), { recursive: true });
  symlinkSync(outside, join(directory, 'models'));
  expect(await workspace.failure(4, 'export', directory)).toMatchObject({
    error: { details: { problems: [{ path: 'models', message: 'is a link that leaves the directory' }] } },
  });
  expect(readdirSync(outside)).toEqual(['secret.sql']);
});

test('everything that is wrong with any file comes at once, with its file and line', async () => {
  const workspace = await servedWorkspace();
  const directory = temporaryDirectory();
  await workspace.words('export', directory);
  writeFileSync(join(directory, 'jobs/orders_dev.yaml'), 'name: orders_dev\nkind: model\nenviroment: dev\n');
  writeFileSync(
    join(directory, 'environments/dev.yaml'),
    'name: dev\nconnection: embedded\nposition: first\n',
  );
  rmSync(join(directory, 'models/orders/v2.sql'));
  const { code, stderr } = await workspace.run(['import', directory, '--plan']);
  expect(code).toBe(2);
  expect(stderr).toContain('  environments/dev.yaml:3:11 position: ');
  expect(stderr).toContain('  jobs/orders_dev.yaml:3:1 enviroment: is not a known key here');
  expect(stderr).toContain('models/orders/v2.sql is missing');
  expect(await workspace.failure(2, 'import', temporaryDirectory())).toMatchObject({
    error: { message: expect.stringContaining('holds no definitions') },
  });
  expect(await workspace.failure(3, 'import', join(directory, 'none'))).toMatchObject({
    error: { code: 'not_found' },
  });
});
