import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Check } from '../../../src/shared/contract/checks.ts';
import type { Engine } from '../../../src/main/engine/engine.ts';
import { ada, addJob, addModel, addShop, openTestEngine } from '../../support/engine.ts';

type Files = { path: string; content: string }[];
const importInto = (engine: Engine, files: Files, plan = false) =>
  engine.definitions.import(ada, { files, plan, confirm_shared_targets: false });

async function shop(): Promise<Engine> {
  const engine = await openTestEngine();
  await addShop(engine);
  await addModel(engine, 'm', 'select 1 as a', 'select {{ x }} as a from LAKE_DEV.RAW.ORDERS\n');
  await engine.models.change(ada, 'm', { description: 'What it is', labels: ['marts'] });
  await engine.models.saveDraft({ model: 'm', sql: 'select 3 as a -- 🛫 "quoted"' });
  await engine.workspace.setVariables(ada, { x: 5, list: ['a', 'b'] });
  // Its check names a variable of the workspace, which the files bring along.
  const checks: Check[] = [
    { check: 'sql', sql: 'select * from {{ this }} where a = {{ x }}', name: 'not x' },
  ];
  await addJob(engine, 'm', 'dev', { tag: 'v2', checks });
  await addJob(engine, 'm', 'prod', { tag: 'v1', type: 'view', timeout: '5m' });
  return engine;
}

describe('exported definitions', () => {
  test('make an equal workspace elsewhere, and are equal files from there', async () => {
    const engine = await shop();
    const files = engine.definitions.export();
    const other = await openTestEngine();
    const { applied, actions } = await importInto(other, files);
    expect(applied).toBe(true);
    expect(actions.every(action => action.action === 'create' || action.object === 'workspace')).toBe(true);
    const back = other.definitions.export();
    expect(back).toEqual(files);
    expect(other.models.get('m')).toMatchObject({
      draft_modified: true,
      labels: ['marts'],
      latest_version: 2,
    });
    expect(other.jobs.get('m_prod').definition).toMatchObject({ tag: 'v1', timeout: '5m' });
  });

  test('imported again change nothing, and say so', async () => {
    const engine = await shop();
    const files = engine.definitions.export();
    const before = engine.audit.list({ limit: 1 }).entries[0]?.seq;
    const { actions } = await importInto(engine, files);
    expect(actions.filter(action => action.action !== 'unchanged')).toEqual([]);
    expect(engine.audit.list({ limit: 1 }).entries[0]?.seq).toBe(before);
  });

  test('a draft that is another one in the files is part of the plan, with what it replaces', async () => {
    const engine = await shop();
    const files = engine.definitions.export();
    const edited = files.map(file =>
      file.path.endsWith('draft.sql') ? { ...file, content: 'select 4 as a\n' } : file,
    );
    const plan = await importInto(engine, edited, true);
    const changes = [
      { action: 'update', object: 'draft', name: 'm', detail: 'replaces a text that no version has' },
    ];
    expect(plan.actions.filter(({ action }) => action !== 'unchanged')).toEqual(changes);
    expect(engine.models.draft('m').sql).toContain('select 3');

    const done = await importInto(engine, edited);
    expect(done.actions.filter(({ action }) => action !== 'unchanged')).toEqual(changes);
    expect(engine.models.draft('m').sql).toBe('select 4 as a\n');
    await engine.models.saveDraft({ model: 'm', sql: engine.versions.get('m', 'v2').sql });
    const again = await importInto(engine, edited);
    expect(again.actions).toContainEqual({ action: 'update', object: 'draft', name: 'm', detail: '' });
  });

  test('versions that the workspace has already are not analysed again', async () => {
    const engine = await shop();
    const files = engine.definitions.export().filter(({ path }) => !path.startsWith('jobs/'));
    const analyze = vi.spyOn(engine.analysis, 'analyze');
    await importInto(engine, files, true);
    expect(analyze).not.toHaveBeenCalled();
  });
});

test('a version that is imported goes live in the jobs that follow the latest one', async () => {
  const engine = await shop();
  const latest = engine.jobs.get('m_dev').definition;
  if (!latest) throw new Error('m_dev is not live');
  const { tag: _, ...rest } = latest;
  await engine.jobs.apply(ada, {
    definition: { ...rest, track: 'latest' },
    message: '',
    publish: true,
    confirm_shared_target: false,
  });
  const files = engine.definitions.export().map(file => {
    if (file.path !== 'models/m/model.yaml') return file;
    return { ...file, content: file.content.replace('versions:\n', 'versions:\n  - number: 3\n') };
  });
  await importInto(engine, [...files, { path: 'models/m/v3.sql', content: 'select 4 as a' }]);
  const database = new Database(join(engine.directory, 'slipway.db'), { readonly: true });
  onTestFinished(() => void database.close());
  const last = database.prepare('SELECT version, tag FROM deployments ORDER BY id DESC LIMIT 1').get();
  expect(last).toEqual({ version: 3, tag: null });
});

describe('an import plan', () => {
  test('says exactly what the import does, and does nothing', async () => {
    const engine = await shop();
    const files = engine.definitions.export();
    const other = await openTestEngine();
    const plan = await importInto(other, files, true);
    expect(plan.applied).toBe(false);
    expect(other.definitions.export()).toHaveLength(1);
    expect(other.audit.list({ limit: 10 }).entries).toEqual([]);
    expect((await importInto(other, files)).actions).toEqual(plan.actions);
  });
});

describe('bad files', () => {
  const good: Files = [
    { path: 'slipway.yaml', content: 'format: 1\n' },
    {
      path: 'environments/dev.yaml',
      content: 'name: dev\nconnection: {name: embedded, engine: duckdb}\ndatabase: D\nschema: S\n',
    },
    {
      path: 'models/m/model.yaml',
      content: 'name: m\nversions: [{number: 1}]\ntags: [{name: v1, version: 1}]\n',
    },
    { path: 'models/m/v1.sql', content: 'select 1 as a' },
  ];
  const job = (text: string): Files => [...good, { path: 'jobs/j.yaml', content: text }];
  const problemsOf = async (files: Files) => {
    const engine = await openTestEngine();
    const error = await importInto(engine, files).catch(cause => cause);
    expect(error.code).toBe('validation');
    expect(engine.definitions.export()).toHaveLength(1);
    return (error.details.problems as { path: string; message: string; line?: number }[]).map(
      ({ path, message, line }) => `${path}${line === undefined ? '' : `:${line}`} ${message}`,
    );
  };

  test('all problems at once, with paths and lines', async () => {
    const problems = await problemsOf([
      ...job(
        [
          'name: 1bad',
          'kind: model',
          'environment: dev',
          'model: m',
          'tagg: v1',
          'target: {tabel: T}',
          'materialization: {type: cube}',
          'timeout: soon',
        ].join('\n'),
      ),
      {
        path: 'environments/other.yaml',
        content: 'name: other\nprotected: maybe\nlimits: {max_concurrent_runs: 0}\n',
      },
      { path: 'notes.txt', content: 'hello' },
    ]);
    expect(problems).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^jobs\/j\.yaml: name:1 must be a letter/),
        expect.stringMatching(/^jobs\/j\.yaml: tagg:5 is not a known key/),
        expect.stringMatching(/^jobs\/j\.yaml: target\.tabel:6 is not a known key/),
        expect.stringMatching(/^jobs\/j\.yaml: target\.table:6 is missing/),
        expect.stringMatching(/^jobs\/j\.yaml: materialization\.type:7/),
        expect.stringMatching(/^jobs\/j\.yaml: timeout:8 must be a whole number and a unit/),
        expect.stringMatching(/^environments\/other\.yaml: connection/),
        expect.stringMatching(/^environments\/other\.yaml: protected:2/),
        expect.stringMatching(/^environments\/other\.yaml: limits\.max_concurrent_runs:3/),
        expect.stringMatching(/^notes\.txt belongs to nothing/),
      ]),
    );
  });

  test('YAML that is none', async () => {
    expect((await problemsOf(job('name: [1, 2')))[0]).toMatch(/^jobs\/j\.yaml:1 is not valid YAML/);
  });

  test('YAML that stands for more and more of itself', async () => {
    const levels = Array.from({ length: 10 }, (_, n) => {
      const below = n === 0 ? '1' : `*a${n - 1}`;
      return `l${n}: &a${n} [${Array.from({ length: 9 }, () => below).join(', ')}]`;
    });
    const [problem] = await problemsOf(job(levels.join('\n')));
    expect(problem).toMatch(/^jobs\/j\.yaml cannot be read: .*alias/);
  });

  test('names that exist nowhere, with what is near', async () => {
    const text =
      'name: j\nkind: model\nenvironment: dv\nmodel: mm\ntag: v1\ntarget: {table: T}\nmaterialization: {type: view}\n';
    const problems = await problemsOf(job(text));
    expect(problems).toContain('jobs/j.yaml: environment:3 "dv" does not exist; did you mean "dev"?');
    expect(problems.join('\n')).toMatch(/jobs\/j\.yaml: model:4 .*"mm"/);
  });

  test('versions without text, with gaps, and texts that are no query', async () => {
    const problems = await problemsOf([
      ...good,
      { path: 'models/a/model.yaml', content: 'name: a\nversions: [{number: 1}, {number: 2}]\n' },
      { path: 'models/a/v1.sql', content: 'select 1' },
    ]);
    expect(problems).toEqual(['models/a/model.yaml: versions[1]:2 has no text: models/a/v2.sql is missing']);
    expect(
      await problemsOf([
        ...good,
        { path: 'models/a/model.yaml', content: 'name: a\nversions: [{number: 1}]\n' },
        { path: 'models/a/v1.sql', content: '\ndelete from t' },
      ]),
    ).toEqual([expect.stringMatching(/^models\/a\/v1\.sql:2 DELETE is not a query/)]);
  });

  test('a version that differs from the one that exists: nothing is changed', async () => {
    const engine = await openTestEngine();
    await importInto(engine, good);
    const changed = good.map(file =>
      file.path.endsWith('.sql') ? { ...file, content: 'select 2 as a' } : file,
    );
    await expect(importInto(engine, changed)).rejects.toMatchObject({
      code: 'validation',
      message: expect.stringContaining('versions never change'),
    });
    expect(engine.versions.get('m', '1').sql).toBe('select 1 as a');
  });

  test('the same name twice', async () => {
    const problems = await problemsOf([
      ...good,
      { path: 'environments/again.yaml', content: good[1]?.content ?? '' },
    ]);
    expect(problems.join()).toContain('"dev" is also in');
  });
});
