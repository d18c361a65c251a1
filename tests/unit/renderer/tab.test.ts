import { expect, test } from 'vitest';
import { createTab, type Locks } from '../../../src/renderer/ui/tab.ts';

function storage(of = new Map<string, string>()) {
  return {
    map: of,
    getItem: (key: string) => of.get(key) ?? null,
    setItem: (key: string, value: string) => void of.set(key, value),
    removeItem: (key: string) => void of.delete(key),
    key: (at: number) => [...of.keys()][at] ?? null,
    get length() {
      return of.size;
    },
  };
}

/** A browser whose tabs can be closed: what a page held is free then, as browsers do it. */
function browser() {
  const local = storage();
  const held = new Map<string, object>();

  async function open(session = storage()) {
    const page = {};
    const request: Locks['request'] = async (name, { ifAvailable, signal }, use) => {
      if (held.has(name)) {
        if (ifAvailable) return use(null);
        return await new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
        });
      }
      held.set(name, page);
      const result = use({});
      if (result instanceof Promise) return await result;
      held.delete(name);
      return result;
    };
    const tab = createTab({ local, session, locks: { request } });
    await tab.claim();
    const close = () => {
      for (const [name, by] of held) if (by === page) held.delete(name);
    };
    return { tab, session, close };
  }
  return { open, local };
}

async function taken(tab: ReturnType<typeof createTab>, prefix = ''): Promise<unknown[]> {
  const found: unknown[] = [];
  await tab.takeOver(prefix, (name, value) => {
    found.push([name, value]);
    return true;
  });
  return found;
}

test('what one tab keeps and forgets is nothing to another', async () => {
  const { open } = browser();
  const [a, b] = [await open(), await open()];
  a.tab.keep('draft:1', 'mine');
  b.tab.keep('draft:1', 'yours');
  b.tab.forget('draft:1');
  expect(a.tab.read('draft:1')).toBe('mine');
  expect(b.tab.read('draft:1')).toBeUndefined();
  expect(await taken(b.tab)).toEqual([]);
});

test('a reload finds what the tab kept', async () => {
  const { open } = browser();
  const before = await open();
  before.tab.keep('draft:1', 'mine');
  before.close();
  const after = await open(before.session);
  expect(after.tab.read('draft:1')).toBe('mine');
  expect(after.tab.names('draft:')).toEqual(['draft:1']);
});

test('what a closed tab kept is taken over once, the newest first, and only below the prefix', async () => {
  const { open } = browser();
  const [a, b] = [await open(), await open()];
  a.tab.keep('draft:1', 'older');
  await new Promise(resolve => setTimeout(resolve, 5));
  b.tab.keep('draft:1', 'newer');
  b.tab.keep('edit:1', 'another');
  a.close();
  b.close();
  const c = await open();
  expect(await taken(c.tab, 'draft:')).toEqual([['draft:1', 'newer']]);
  expect(c.tab.read('draft:1')).toBe('newer');
  c.tab.forget('draft:1');
  expect(await taken(c.tab, 'draft:')).toEqual([['draft:1', 'older']]);
  c.tab.forget('draft:1');
  expect(await taken(c.tab, 'draft:')).toEqual([]);
  expect(await taken(c.tab, 'edit:')).toEqual([['edit:1', 'another']]);
});

test('what is refused stays for another time', async () => {
  const { open } = browser();
  const a = await open();
  a.tab.keep('draft:1', 'mine');
  a.close();
  const b = await open();
  await b.tab.takeOver('', () => false);
  expect(b.tab.read('draft:1')).toBeUndefined();
  expect(await taken(b.tab)).toEqual([['draft:1', 'mine']]);
});

test('a duplicate of a tab is another tab', async () => {
  const { open } = browser();
  const a = await open();
  a.tab.keep('draft:1', 'mine');
  const copy = await open(storage(new Map(a.session.map)));
  expect(copy.tab.read('draft:1')).toBeUndefined();
  copy.tab.keep('draft:1', 'copied');
  expect(a.tab.read('draft:1')).toBe('mine');
});
