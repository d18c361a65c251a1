import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/main/engine/engine.ts';
import type { Docs } from '../../../src/shared/contract/docs.ts';
import { ada, addModel, openTestEngine } from '../../support/engine.ts';
import { seededRandom } from '../../support/random.ts';

const first: Docs = {
  description: '# Orders\n\nOne row an **order**.\n',
  columns: [
    { name: 'ID', description: 'From 1' },
    { name: 'AMOUNT', description: 'In *cents*' },
  ],
};
const publish = (engine: Engine, message = '') => engine.versions.publish(ada, { model: 'm', message });

async function documented(): Promise<Engine> {
  const engine = await openTestEngine();
  await addModel(engine, 'm', 'select 1 as id, 2 as amount');
  await engine.models.saveDraft({ model: 'm', docs: first });
  return engine;
}

describe('what is written about a model and its columns', () => {
  test('is part of the draft and of its versions', async () => {
    const engine = await documented();
    expect(engine.models.get('m').draft).toMatchObject({ docs: first, modified: true, revision: 3 });
    expect(engine.models.list({ limit: 10 }).models).toMatchObject([{ draft_modified: true }]);
    expect(engine.promotions.board().models).toMatchObject([{ draft_modified: true }]);
    expect(await publish(engine)).toMatchObject({ number: 2, created: true, docs: first });
    expect(engine.versions.get('m', '1').docs).toEqual({ description: '', columns: [] });
    expect(engine.models.get('m').draft).toMatchObject({ docs: first, modified: false, based_on: 2 });
    expect(engine.promotions.board().models).toMatchObject([{ draft_modified: false }]);
    expect(await publish(engine)).toMatchObject({ number: 2, created: false });
    // What says nothing is no change.
    const blank = {
      description: first.description,
      columns: [...first.columns, { name: 'X', description: ' ' }],
    };
    expect(await engine.models.saveDraft({ model: 'm', docs: blank })).toMatchObject({ modified: false });
    // Saving one part leaves the other alone.
    expect(await engine.models.saveDraft({ model: 'm', sql: 'select 1 as id' })).toMatchObject({
      docs: first,
    });
  });

  test('is held against the output columns', async () => {
    const engine = await documented();
    const columns = [
      ...first.columns,
      { name: 'REGION', description: 'Where' },
      { name: 'amunt', description: '?' },
    ];
    await engine.models.saveDraft({
      model: 'm',
      sql: 'select {{ x }} as id, 2 as amount, 3 as n',
      docs: { ...first, columns },
    });
    expect(await engine.comparison.docs({ model: 'm', version: 'draft' })).toMatchObject({
      label: 'draft',
      columns: [...first.columns, { name: 'N', description: '' }],
      unknown: [
        { name: 'REGION', meant: null },
        { name: 'amunt', meant: null },
      ],
    });
    await engine.models.saveDraft({ model: 'm', sql: 'select * from raw.orders' });
    expect(await engine.comparison.docs({ model: 'm', version: 'draft' })).toMatchObject({
      columns: null,
      unknown: [],
    });
    expect(await engine.comparison.docs({ model: 'm', version: 'v1' })).toMatchObject({
      label: 'v1',
      columns: [
        { name: 'ID', description: '' },
        { name: 'AMOUNT', description: '' },
      ],
    });
  });

  test('is compared; alone it is a cosmetic change', async () => {
    const engine = await documented();
    expect(await engine.comparison.diff({ model: 'm', a: '1', b: 'draft' })).toMatchObject({
      change: 'cosmetic',
      reasons: ['only the documentation changed'],
      columns: [],
      docs: [
        { column: null, before: '', after: first.description },
        { column: 'ID', before: '', after: 'From 1' },
        { column: 'AMOUNT', before: '', after: 'In *cents*' },
      ],
      sql_diff: '',
    });
    await engine.models.saveDraft({ model: 'm', sql: 'select 1 as id, 2 as amount, 3 as n' });
    expect(await engine.comparison.diff({ model: 'm', a: '1', b: 'draft' })).toMatchObject({
      change: 'non_breaking',
      columns: [{ name: 'N', change: 'added', renamed_to: null }],
    });
  });

  test('comes back with a version that is restored', async () => {
    const engine = await documented();
    await publish(engine);
    const restore = (overwrite = false, revision?: number) =>
      engine.versions.restore({ model: 'm', version: 'v1', overwrite, revision });
    const restored = await restore();
    expect(restored).toMatchObject({ docs: { description: '', columns: [] }, based_on: 1, modified: false });
    await engine.models.saveDraft({ model: 'm', sql: 'select 5 as work' });
    const { revision } = engine.models.get('m').draft;
    await expect(restore()).rejects.toMatchObject({
      code: 'conflict',
      message: 'The draft of "m" is modified since v1; the text of v1 would replace it',
    });
    await expect(restore(true, revision - 1)).rejects.toMatchObject({ code: 'conflict' });
    expect(engine.models.get('m').draft.sql).toBe('select 5 as work');
    expect(await restore(true, revision)).toMatchObject({
      sql: 'select 1 as id, 2 as amount',
      modified: false,
    });
    // Again, it is there already.
    expect(await restore()).toMatchObject({ revision: revision + 1 });
    await expect(
      engine.versions.restore({ model: 'm', version: 'draft', overwrite: true }),
    ).rejects.toMatchObject({ code: 'validation' });
  });
});

describe('in files', () => {
  const importInto = (engine: Engine, files: { path: string; content: string }[]) =>
    engine.definitions.import(ada, { files, plan: false, confirm_shared_targets: false });

  test('it stands beside the SQL, for people to read', async () => {
    const engine = await documented();
    await publish(engine);
    await engine.models.saveDraft({ model: 'm', docs: { description: 'Shorter', columns: [] } });
    const files = engine.definitions.export();
    expect(files.map(({ path }) => path)).toEqual([
      'models/m/draft.sql',
      'models/m/draft.yaml',
      'models/m/model.yaml',
      'models/m/v1.sql',
      'models/m/v2.sql',
      'models/m/v2.yaml',
      'slipway.yaml',
    ]);
    expect(files.find(({ path }) => path.endsWith('v2.yaml'))?.content).toBe(
      'description: |\n  # Orders\n\n  One row an **order**.\ncolumns:\n  - name: ID\n    description: From 1\n  - name: AMOUNT\n    description: In *cents*\n',
    );
    const other = await openTestEngine();
    await importInto(other, files);
    expect(other.definitions.export()).toEqual(files);
    expect(other.versions.get('m', '2').docs).toEqual(first);
    const again = await importInto(other, files);
    expect(again.actions.filter(({ action }) => action !== 'unchanged')).toEqual([]);
  });

  test('any text comes back as it was, and makes equal files', async () => {
    const engine = await openTestEngine();
    const random = seededRandom(11);
    const parts = [
      'a',
      ' ',
      '\n',
      '\r\n',
      '\t',
      '#',
      ': ',
      '- ',
      '"',
      "'",
      '|',
      '>',
      '%',
      '{',
      '🛫',
      'ü',
      '\u0085',
      '\u2028',
      '\\n',
      '0x1',
      'yes',
      '\u0007',
      '\ufeff',
      '~',
    ];
    const text = () => Array.from({ length: 12 }, () => parts[Math.floor(random() * parts.length)]).join('');
    const columns = Array.from({ length: 150 }, (_, n) => ({
      name: `${n}${text()}`,
      description: `${text()}.`,
    }));
    const docs = { description: `${text()}x${text()}`, columns };
    await engine.models.create(ada, { name: 'm', description: '', owner: '', labels: [] }, 'select 1', {
      docs,
    });
    await publish(engine);
    const files = engine.definitions.export();
    const other = await openTestEngine();
    await importInto(other, files);
    expect(other.versions.get('m', '1').docs).toEqual(docs);
    expect(other.definitions.export()).toEqual(files);
  });

  test('what is wrong with it is told with its place', async () => {
    const engine = await openTestEngine();
    const model = [
      { path: 'models/m/model.yaml', content: 'name: m\nversions: [{number: 1}]\n' },
      { path: 'models/m/v1.sql', content: 'select 1 as a' },
    ];
    const problemsOf = async (path: string, content: string) => {
      const error = await importInto(engine, [...model, { path, content }]).catch(cause => cause);
      return (error.details.problems as { path: string; message: string; line?: number }[]).map(
        problem => `${problem.path}:${problem.line} ${problem.message}`,
      );
    };
    expect(
      await problemsOf('models/m/v1.yaml', 'columns:\n  - name: A\n    text: x\n  - name: B\n  - name: B\n'),
    ).toEqual([
      'models/m/v1.yaml: columns[0].text:3 is not a known key here',
      'models/m/v1.yaml: columns[2].name:5 "B" is there already',
    ]);
    // About nothing: there is no such text.
    for (const path of ['models/m/v2.yaml', 'models/m/draft.yaml']) {
      expect(await problemsOf(path, 'description: x')).toEqual([
        expect.stringContaining(`${path}:undefined belongs to nothing`),
      ]);
    }
    await importInto(engine, model);
    expect(await problemsOf('models/m/v1.yaml', 'description: Later')).toEqual([
      expect.stringMatching(/^models\/m\/v1\.yaml.* differs from v1 of "m", and versions never change/),
    ]);
  });
});
