import { ORPCError } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  createDraftDocument,
  type JournalEntry,
  type SaveInput,
} from '../../../src/renderer/features/models/drafts/draft-document.ts';
import { noDocs, sameDocs } from '../../../src/shared/domain/docs.ts';
import type { Draft } from '../../../src/shared/contract/models.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const at = '2025-01-01T00:00:00.000Z';
const draft = (sql: string, revision: number, docs = noDocs): Draft => ({
  sql,
  docs,
  revision,
  based_on: 1,
  modified: true,
  updated_at: at,
});

/** An engine that keeps one draft, and a page that edits it. */
function stage(first = draft('select 1', 1), kept?: JournalEntry) {
  const engine = { draft: first, saves: [] as SaveInput[], down: false };
  let entry = kept;
  let text = '';
  const journal = {
    read: () => entry,
    write: ({ docs, ...next }: JournalEntry) => {
      entry = docs === undefined || sameDocs(docs, noDocs) ? next : { ...next, docs };
    },
    clear: () => {
      entry = undefined;
    },
  };
  const save = async (input: SaveInput): Promise<Draft> => {
    engine.saves.push(input);
    if (engine.down) throw new Error('not reachable');
    if (input.revision !== undefined && input.revision !== engine.draft.revision) {
      throw new ORPCError('conflict', { message: 'changed elsewhere', data: {} });
    }
    engine.draft = draft(input.sql, engine.draft.revision + 1, input.docs ?? engine.draft.docs);
    return engine.draft;
  };
  const document = createDraftDocument(first, save, journal);
  text = document.text();
  document.attach({
    get: () => text,
    set: next => {
      text = next;
      document.edited();
    },
  });
  const type = (next: string) => {
    text = next;
    document.edited();
  };
  const elsewhere = (sql: string) => {
    engine.draft = draft(sql, engine.draft.revision + 1);
    document.incoming(engine.draft);
  };
  return { engine, document, type, elsewhere, entry: () => entry };
}

describe('saving', () => {
  test('happens a moment after typing, once', async () => {
    const { engine, document, type, entry } = stage();
    type('select 12');
    type('select 123');
    expect(document.state().status).toBe('waiting');
    expect(entry()).toEqual({ text: 'select 123', revision: 1 });
    await vi.advanceTimersByTimeAsync(500);
    expect(engine.saves).toEqual([{ sql: 'select 123', revision: 1 }]);
    expect(document.state().status).toBe('saved');
    expect(entry()).toBeUndefined();
  });

  test('happens at the latest after two seconds of typing without a pause', async () => {
    const { engine, type } = stage();
    for (let key = 0; key < 30; key++) {
      type(`select ${'1'.repeat(key + 2)}`);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(engine.saves.length).toBeGreaterThanOrEqual(1);
  });

  test('is tried again while the engine is away, and the text is in the journal', async () => {
    const { engine, document, type, entry } = stage();
    engine.down = true;
    type('select 2');
    await vi.advanceTimersByTimeAsync(500);
    expect(document.state().status).toBe('failed');
    expect(entry()?.text).toBe('select 2');
    engine.down = false;
    await vi.advanceTimersByTimeAsync(2_500);
    expect(document.state().status).toBe('saved');
    expect(engine.draft.sql).toBe('select 2');
  });

  test('what is typed while a save is under way is saved next', async () => {
    const { engine, document, type } = stage();
    type('select 2');
    const flushed = document.flush();
    type('select 3');
    await flushed;
    await vi.advanceTimersByTimeAsync(3_000);
    expect(engine.draft.sql).toBe('select 3');
    expect(document.state().status).toBe('saved');
  });
});

describe('somebody else', () => {
  test('changes a text nobody edits here: it is shown', () => {
    const { document, elsewhere } = stage();
    elsewhere('select 9');
    expect(document.text()).toBe('select 9');
    expect(document.state().status).toBe('saved');
  });

  test('changes a text being edited: both are kept until one is chosen', async () => {
    const { engine, document, type, elsewhere, entry } = stage();
    type('select mine');
    elsewhere('select theirs');
    expect(document.state().status).toBe('conflict');
    type('select mine too');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(engine.saves).toEqual([]);
    expect(entry()?.text).toBe('select mine too');
    await document.keepMine();
    expect(engine.draft.sql).toBe('select mine too');
    expect(document.state().status).toBe('saved');
  });

  test('whose text is taken', () => {
    const { document, type, elsewhere, entry } = stage();
    type('select mine');
    elsewhere('select theirs');
    document.takeTheirs();
    expect(document.text()).toBe('select theirs');
    expect(document.state().status).toBe('saved');
    expect(entry()).toBeUndefined();
  });

  test('was faster: the refusal is followed by the news, then by the choice', async () => {
    const { engine, document, type } = stage();
    engine.draft = draft('select theirs', 2);
    type('select mine');
    await vi.advanceTimersByTimeAsync(500);
    expect(document.state().status).toBe('failed');
    document.incoming(engine.draft);
    expect(document.state().status).toBe('conflict');
  });

  test('saved the same text: no conflict', () => {
    const { document, type, elsewhere } = stage();
    type('select 2');
    elsewhere('select 2');
    expect(document.state().status).toBe('saved');
  });
});

describe('after a crash', () => {
  test('a text that never reached the engine is there again and saved', async () => {
    const { engine, document } = stage(draft('select 1', 1), { text: 'select 1 + 1', revision: 1 });
    expect(document.text()).toBe('select 1 + 1');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(engine.draft.sql).toBe('select 1 + 1');
  });

  test('a text older than the engine’s asks', () => {
    const { document } = stage(draft('select new', 5), { text: 'select old', revision: 4 });
    expect(document.text()).toBe('select old');
    expect(document.state()).toMatchObject({ status: 'conflict', theirs: { sql: 'select new' } });
  });
});

describe('a text that was asked about', () => {
  const old = { text: 'select old', revision: 4 };

  test('is asked about again after another reload, also when it was edited meanwhile', () => {
    const first = stage(draft('select new', 5), old);
    first.type('select old, edited');
    expect(first.entry()).toEqual({ text: 'select old, edited', revision: 4 });
    const second = stage(draft('select new', 5), first.entry());
    expect(second.document.state().status).toBe('conflict');
  });

  test('tells those who listen of every edit', () => {
    const { document, type } = stage(draft('select new', 5), old);
    const seen: string[] = [];
    document.subscribe(() => seen.push(document.text()));
    type('select older');
    expect(seen).toEqual(['select older']);
  });
});

describe('what a closed tab left', () => {
  test('is taken up and saved where nothing was saved since', async () => {
    const { engine, document } = stage();
    expect(document.takeUp({ text: 'select left', revision: 1 }, 1)).toBe(true);
    expect(document.text()).toBe('select left');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(engine.draft.sql).toBe('select left');
  });

  test('asks where another text was saved since, and says when it was typed', async () => {
    const { engine, document, entry } = stage(draft('select new', 5));
    expect(document.takeUp({ text: 'select left', revision: 4 }, 77)).toBe(true);
    expect(document.state()).toMatchObject({ status: 'conflict', found: { typedAtMs: 77 } });
    expect(entry()).toEqual({ text: 'select left', revision: 4 });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(engine.saves).toEqual([]);
    document.takeTheirs();
    expect(entry()).toBeUndefined();
  });

  test('waits while there is something unsaved here', () => {
    const { document, type } = stage();
    type('select mine');
    expect(document.takeUp({ text: 'select left', revision: 1 }, 1)).toBe(false);
    expect(document.text()).toBe('select mine');
  });
});

test('while saving fails it says so, also while it is tried again', async () => {
  const { engine, document, type } = stage();
  engine.down = true;
  const seen = new Set<string>();
  type('select 2');
  await vi.advanceTimersByTimeAsync(500);
  document.subscribe(() => seen.add(document.state().status));
  await vi.advanceTimersByTimeAsync(5_000);
  expect([...seen]).toEqual(['failed']);
  engine.down = false;
  await vi.advanceTimersByTimeAsync(2_500);
  expect(document.state().status).toBe('saved');
});

test('a text whose model is gone is kept and not saved any more', async () => {
  const { engine, document, entry } = stage();
  document.keep();
  expect(entry()).toEqual({ text: 'select 1', revision: 1 });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(engine.saves).toEqual([]);
  document.discard();
  expect(entry()).toBeUndefined();
});

describe('what is written about it', () => {
  const docs = { description: 'What it is', columns: [{ name: 'A', description: 'One' }] };
  const more = { ...docs, description: 'What it really is' };

  test('is saved like the text, and only where it changed', async () => {
    const { engine, document, type, entry } = stage();
    document.writeDocs(docs);
    expect(entry()).toEqual({ text: 'select 1', docs, revision: 1 });
    expect(document.isModified()).toBe(true);
    await vi.advanceTimersByTimeAsync(500);
    type('select 2');
    await vi.advanceTimersByTimeAsync(500);
    expect(engine.saves).toEqual([
      { sql: 'select 1', docs, revision: 1 },
      { sql: 'select 2', revision: 2 },
    ]);
    expect(document.docs()).toEqual(docs);
    expect(entry()).toBeUndefined();
  });

  test('goes on after a crash', async () => {
    const { engine, document } = stage(draft('select 1', 1), { text: 'select 1', docs, revision: 1 });
    expect(document.docs()).toEqual(docs);
    await vi.advanceTimersByTimeAsync(500);
    expect(engine.draft.docs).toEqual(docs);
  });

  test('a text that an earlier Slipway kept leaves it alone', async () => {
    const { engine } = stage(draft('select 1', 1, docs), { text: 'select 2', revision: 1 });
    await vi.advanceTimersByTimeAsync(500);
    expect(engine.saves).toEqual([{ sql: 'select 2', revision: 1 }]);
    expect(engine.draft.docs).toEqual(docs);
  });

  test('changed elsewhere while it is edited here, it is a conflict', async () => {
    const { engine, document } = stage();
    document.writeDocs(docs);
    engine.draft = draft('select 1', 2, more);
    document.incoming(engine.draft);
    expect(document.state().status).toBe('conflict');
    expect(document.docs()).toEqual(docs);
    document.takeTheirs();
    expect(document.docs()).toEqual(more);
    // Not edited here, it is taken over.
    engine.draft = draft('select 1', 3, docs);
    document.incoming(engine.draft);
    expect(document.docs()).toEqual(docs);
    expect(document.state().status).toBe('saved');
  });
});

test('what the engine makes the draft comes into the editor, after what was typed was saved', async () => {
  const { engine, document, type } = stage();
  const docs = { description: 'Old', columns: [] };
  type('select mine');
  await document.replace(async revision => {
    expect(revision).toBe(2);
    engine.draft = { ...draft('select old', revision + 1, docs), based_on: 4 };
    return engine.draft;
  });
  expect(engine.saves).toEqual([{ sql: 'select mine', revision: 1 }]);
  expect(document.basedOn()).toBe(4);
  expect(document.text()).toBe('select old');
  expect(document.docs()).toEqual(docs);
  expect(document.state().status).toBe('saved');
});

test('nothing is replaced while what is here cannot be saved', async () => {
  const { engine, document, type } = stage();
  engine.down = true;
  type('select mine');
  const change = vi.fn<() => Promise<Draft>>();
  await expect(document.replace(change)).rejects.toThrow('not reachable');
  expect(change).not.toHaveBeenCalled();
  expect(document.text()).toBe('select mine');
});

test('what is typed while the draft is replaced is kept: one of both is chosen', async () => {
  const { document, type } = stage();
  await document.replace(async revision => {
    type('select mine');
    return draft('select old', revision + 1);
  });
  expect(document.state().status).toBe('conflict');
  expect(document.text()).toBe('select mine');
});
