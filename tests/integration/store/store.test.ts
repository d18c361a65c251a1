import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { toCallError } from '../../../src/main/api/errors.ts';
import { Bus } from '../../../src/main/engine/bus.ts';
import { Store } from '../../../src/main/engine/store/store.ts';
import { SlipwayError } from '../../../src/shared/domain/errors.ts';
import { silentLog } from '../../support/engine-options.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

function openStore() {
  const file = join(temporaryDirectory(), 'slipway.db');
  const bus = new Bus('epoch');
  const clock = new FakeClock();
  const store = new Store(file, clock, bus, silentLog);
  return { file, bus, clock, store };
}

test('what is asked of a store that is closed, or closing, is refused; nothing waits for ever', async () => {
  const { store } = openStore();
  let late: Promise<void> | undefined;
  const written = store.write(tx => {
    store.sql.settings.set('last', 1);
    tx.afterCommit(() => {
      late = store.write(() => store.sql.settings.set('late', 1));
    });
  });
  store.close();
  await written;
  const refused = { code: 'unavailable', message: 'The workspace has been closed' };
  await expect(late).rejects.toMatchObject(refused);
  await expect(store.write(() => {})).rejects.toMatchObject(refused);
  let reading: unknown;
  try {
    store.sql.settings.get('last', 0);
  } catch (cause) {
    reading = cause;
  }
  expect(toCallError(reading)).toMatchObject(refused);
});

describe('writes of one turn', () => {
  test('are committed together, and all see their own result', async () => {
    const { store, file } = openStore();
    const results = await Promise.all(
      [1, 2, 3].map(n =>
        store.write(() => {
          store.sql.settings.set(`key${n}`, n);
          return n * 10;
        }),
      ),
    );
    expect(results).toEqual([10, 20, 30]);
    const reader = new Database(file, { readonly: true });
    expect(reader.prepare('SELECT count(*) AS n FROM settings').get()).toEqual({ n: 3 });
    reader.close();
    store.close();
  });

  test('fail alone: a thrown error undoes only its own write', async () => {
    const { store, bus } = openStore();
    const before = (await bus.subscribe({}).next()).value?.seq;
    const [good, bad, last] = await Promise.allSettled([
      store.write(tx => {
        store.sql.settings.set('good', 1);
        tx.changed('workspace', null);
      }),
      store.write(tx => {
        store.sql.settings.set('bad', 1);
        tx.changed('workspace', null);
        throw new SlipwayError('conflict', 'no');
      }),
      store.write(() => store.sql.settings.set('last', 1)),
    ]);
    expect([good.status, bad.status, last.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(store.sql.settings.get('good', 0)).toBe(1);
    expect(store.sql.settings.get('bad', 0)).toBe(0);
    expect(store.sql.settings.get('last', 0)).toBe(1);
    expect((await bus.subscribe({}).next()).value?.seq).toBe((before ?? 0) + 1);
    store.close();
  });

  test('run what was to follow the commit before their caller goes on', async () => {
    const { store } = openStore();
    const order: string[] = [];
    await store
      .write(tx => tx.afterCommit(() => order.push('after commit')))
      .then(() => order.push('caller'));
    expect(order).toEqual(['after commit', 'caller']);
    store.close();
  });

  test('are told of their commit even when what was to follow it fails', async () => {
    const { store } = openStore();
    const both = [
      store.write(tx =>
        tx.afterCommit(() => {
          throw new Error('a defect');
        }),
      ),
      store.write(() => store.sql.settings.set('other', 1)),
    ];
    await Promise.all(both);
    expect(store.sql.settings.get('other', 0)).toBe(1);
    store.close();
  });

  test('after closing are refused; what was queued before is kept', async () => {
    const { store, file } = openStore();
    const queued = store.write(() => store.sql.settings.set('kept', true));
    store.close();
    await queued;
    await expect(store.write(() => 1)).rejects.toMatchObject({ code: 'unavailable' });
    const reader = new Database(file, { readonly: true });
    expect(reader.prepare('SELECT name FROM settings').all()).toEqual([{ name: 'kept' }]);
    reader.close();
  });
});

describe('a full disk', () => {
  test('fails the write with what to do; what was there stays, and later writes work', async () => {
    const { store, file } = openStore();
    await store.write(() => store.sql.settings.set('before', 1));
    // SQLite's own limit of pages has the same effect as a disk without space.
    const db = (store as unknown as { db: Database.Database }).db;
    const pages = Number(db.pragma('page_count', { simple: true }));
    db.pragma(`max_page_count = ${pages}`);
    const both = await Promise.allSettled([
      store.write(() => store.sql.settings.set('large', 'x'.repeat(1_000_000))),
      store.write(() => store.sql.settings.set('small', 1)),
    ]);
    for (const result of both) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
      expect((result as PromiseRejectedResult).reason.message).toContain(
        `The disk that holds ${file} is full`,
      );
    }
    db.pragma('max_page_count = 1000000');
    await store.write(() => store.sql.settings.set('after', 1));
    expect(store.sql.settings.get('before', 0)).toBe(1);
    expect(store.sql.settings.get('small', 0)).toBe(0);
    expect(store.sql.settings.get('after', 0)).toBe(1);
    expect(db.pragma('quick_check', { simple: true })).toBe('ok');
    store.close();
  });
});

test('audit entries cannot be changed or deleted', async () => {
  const { store } = openStore();
  await store.write(tx =>
    tx.audit({ actor: 'a', action: 'x', objectType: 'model', objectId: 1, objectName: 'm' }),
  );
  const db = (store as unknown as { db: Database.Database }).db;
  expect(() => db.exec("UPDATE audit SET actor = 'b'")).toThrow('audit entries never change');
  expect(() => db.exec('DELETE FROM audit')).toThrow('audit entries are never deleted');
  store.close();
});

describe('notes', () => {
  const set = (store: Store, key: string, value: number) =>
    store.note(tx => {
      store.sql.settings.set(key, value);
      tx.changed('workspace', value);
    });

  test('share the commit of what is written after them, in their order', async () => {
    const { store, bus } = openStore();
    const commits: (number | null)[][] = [];
    bus.listen(changes => void commits.push(changes.map(({ id }) => id)));
    const first = set(store, 'key', 1);
    const second = set(store, 'key', 2);
    await store.write(tx => {
      expect(store.sql.settings.get('key', 0)).toBe(2);
      store.sql.settings.set('key', 3);
      tx.changed('workspace', 3);
    });
    await Promise.all([first, second]);
    expect(commits).toEqual([[1, 2, 3]]);
    expect(store.sql.settings.get('key', 0)).toBe(3);
    store.close();
  });

  test('are committed soon where nothing else is written', async () => {
    const { store, clock, file } = openStore();
    const noted = set(store, 'key', 1);
    clock.advance(5);
    await noted;
    const reader = new Database(file, { readonly: true });
    expect(reader.prepare('SELECT count(*) AS n FROM settings').get()).toEqual({ n: 1 });
    reader.close();
    store.close();
  });

  test('are on disk when the store was closed; later ones are refused', async () => {
    const { store, file } = openStore();
    const noted = set(store, 'key', 1);
    store.close();
    await noted;
    const reader = new Database(file, { readonly: true });
    expect(reader.prepare('SELECT count(*) AS n FROM settings').get()).toEqual({ n: 1 });
    reader.close();
    await expect(set(store, 'key', 2)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
