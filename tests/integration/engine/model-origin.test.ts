import { linkSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/main/engine/engine.ts';
import { systemSqlFiles } from '../../../src/main/system/sql-files.ts';
import { noDocs } from '../../../src/shared/domain/docs.ts';
import { ada, addModel, openTestEngine } from '../../support/engine.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const fields = { name: 'm', description: '', owner: '', labels: [], docs: noDocs };

/** A model that was made from `m.sql`. */
async function fromFile(text = 'select 1 as a\n') {
  const file = join(temporaryDirectory(), 'm.sql');
  writeFileSync(file, text);
  const engine = await openTestEngine();
  const made = await engine.origins.create(ada, { ...fields, sql: text, origin: file });
  const state = async () => (await engine.origins.status('m'))?.state;
  const take = (overwrite = false) => engine.origins.take({ model: 'm', overwrite });
  return { engine, file, made, state, take };
}

describe('a model that was made from a file', () => {
  test('knows which, and says when the file changed since or is gone', async () => {
    const { engine, file, made, state } = await fromFile();
    expect(made.origin).toMatchObject({ path: file, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await state()).toBe('same');
    // What is edited here is no change of the file.
    await engine.models.saveDraft({ model: 'm', sql: 'select 2 as a' });
    expect(await state()).toBe('same');
    writeFileSync(file, 'select 3 as a\n');
    expect(await engine.origins.status('m')).toMatchObject({ state: 'changed', message: '' });
    rmSync(file);
    expect(await engine.origins.status('m')).toMatchObject({
      state: 'missing',
      file_hash: null,
      message: `There is no file ${file}`,
    });
    // As it was, it is the same again.
    writeFileSync(file, 'select 1 as a\n');
    expect(await state()).toBe('same');
  });

  test('is compared with it, and takes it into the draft', async () => {
    const { engine, file, state, take } = await fromFile();
    await engine.versions.publish(ada, { model: 'm', message: '' });
    expect(engine.versions.get('m', '1').origin).toMatchObject({ path: file });
    writeFileSync(file, 'select 1 as a, 2 as b\n');
    expect(await engine.comparison.diff({ model: 'm', a: 'draft', b: '@file' })).toMatchObject({
      change: 'non_breaking',
      b: { label: 'file', sql: 'select 1 as a, 2 as b\n' },
      columns: [{ name: 'B', change: 'added' }],
      docs: [],
    });
    expect(await take()).toMatchObject({ sql: 'select 1 as a, 2 as b\n', based_on: 1, modified: true });
    expect(await state()).toBe('same');
    // The draft is what the file was: nothing is lost.
    writeFileSync(file, 'select 4 as a\n');
    expect(await take()).toMatchObject({ sql: 'select 4 as a\n' });
  });

  test('keeps work that is nowhere else until told to let it go', async () => {
    const { engine, file, take } = await fromFile();
    await engine.models.saveDraft({ model: 'm', sql: 'select 99 as mine' });
    writeFileSync(file, 'select 3 as a\n');
    await expect(take()).rejects.toMatchObject({
      code: 'conflict',
      message: `The draft of "m" was never published; the text of ${file} would replace it`,
    });
    expect(engine.models.get('m').draft.sql).toBe('select 99 as mine');
    await expect(engine.origins.take({ model: 'm', overwrite: true, revision: 1 })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await take(true)).toMatchObject({ sql: 'select 3 as a\n' });
  });

  test('a version of another text than the file says nothing of it', async () => {
    const { engine } = await fromFile();
    await engine.models.saveDraft({ model: 'm', sql: 'select 2 as a' });
    await engine.versions.publish(ada, { model: 'm', message: '' });
    expect(engine.versions.get('m', '1').origin).toBeNull();
  });

  test('forgets it, and is told of another', async () => {
    const { engine, file, take } = await fromFile();
    expect(await engine.origins.forget(ada, 'm')).toBe(file);
    expect(await engine.origins.forget(ada, 'm')).toBeNull();
    expect(await engine.origins.status('m')).toBeNull();
    expect(engine.models.get('m').origin).toBeNull();
    await expect(take()).rejects.toMatchObject({ code: 'not_found', message: '"m" comes from no file' });
    const other = join(temporaryDirectory(), 'other.sql');
    await expect(engine.origins.set(ada, 'm', other)).rejects.toMatchObject({ code: 'not_found' });
    await expect(engine.origins.set(ada, 'm', 'other.sql')).rejects.toMatchObject({ code: 'validation' });
    writeFileSync(other, 'select 7');
    expect(await engine.origins.set(ada, 'm', other)).toMatchObject({ path: other, state: 'same' });
    const actions = engine.audit.list({ limit: 3 }).entries.map(({ action }) => action);
    expect(actions).toEqual(['model.set_origin', 'model.forget_origin', 'model.create']);
  });
});

test('models that are imported from a directory come from the file that is edited there', async () => {
  const source = await openTestEngine();
  await addModel(source, 'm', 'select 1 as a', 'select 2 as a');
  const directory = temporaryDirectory();
  const files = source.definitions.export();
  for (const { path, content } of files) {
    mkdirSync(join(directory, path, '..'), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  const engine: Engine = await openTestEngine();
  const load = (from: string | undefined) =>
    engine.definitions.import(ada, { files, plan: false, confirm_shared_targets: false, directory: from });
  await expect(load('here')).rejects.toMatchObject({ code: 'validation' });
  await load(undefined);
  expect(engine.models.get('m').origin).toBeNull();
  await load(directory);
  const file = join(directory, 'models', 'm', 'v2.sql');
  expect(await engine.origins.status('m')).toMatchObject({ path: file, state: 'same' });
  writeFileSync(file, 'select 3 as a');
  expect(await engine.origins.status('m')).toMatchObject({ state: 'changed' });
  // A file that somebody chose stays what they chose.
  const chosen = join(temporaryDirectory(), 'chosen.sql');
  writeFileSync(chosen, 'select 1');
  await engine.origins.set(ada, 'm', chosen);
  await load(directory);
  expect(engine.models.get('m').origin?.path).toBe(chosen);
});

describe('files that are read', () => {
  test('are .sql files, behind links too, of a size that a model can have', async () => {
    const directory = temporaryDirectory();
    const at = (name: string) => join(directory, name);
    const read = async (name: string) => {
      const file = await systemSqlFiles.read(at(name));
      return file.state === 'present' ? file.text : `${file.state}: ${file.message}`;
    };
    writeFileSync(at('bom.sql'), '\ufeffselect 1\r\n');
    writeFileSync(at('key.pem'), 'secret');
    writeFileSync(at('binary.sql'), Buffer.from([0xff, 0xfe, 0x00]));
    writeFileSync(at('large.sql'), 'x'.repeat(1_000_001));
    mkdirSync(at('folder.sql'));
    symlinkSync(at('key.pem'), at('link.sql'));
    linkSync(at('bom.sql'), at('other.sql'));
    expect(await read('bom.sql')).toBe('select 1\r\n');
    expect(await read('other.sql')).toBe('select 1\r\n');
    expect(await read('key.pem')).toBe(`unreadable: ${at('key.pem')} is no .sql file`);
    expect(await read('link.sql')).toBe(`unreadable: ${at('link.sql')} is no .sql file`);
    expect(await read('binary.sql')).toBe(`unreadable: ${at('binary.sql')} is not UTF-8 text`);
    expect(await read('large.sql')).toMatch(
      /^unreadable: .* has 1000001 characters; at most 1000000 are taken$/,
    );
    expect(await read('folder.sql')).toBe(`unreadable: ${at('folder.sql')} is no file`);
    expect(await read('nowhere.sql')).toBe(`missing: There is no file ${at('nowhere.sql')}`);
    expect(await read('bom.sql/inner.sql')).toMatch(/^missing: /);
    expect(await systemSqlFiles.read('relative.sql')).toMatchObject({ state: 'unreadable' });
  });
});
