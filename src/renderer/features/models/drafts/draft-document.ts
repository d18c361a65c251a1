import type { Docs } from '../../../../shared/contract/docs.ts';
import type { Draft } from '../../../../shared/contract/models.ts';
import { sameDocs } from '../../../../shared/domain/docs.ts';
import { callFailure } from '../../../call-error.ts';

/** Where the text lives: a plain value until the editor is there, then the editor's own text with its undo history. */
export interface TextHolder {
  get: () => string;
  /** Replaces the text in a way that can be undone. */
  set: (text: string) => void;
}

/** What survives a crash of the page or the engine, of one model in one tab. */
export interface Journal {
  read: () => JournalEntry | undefined;
  write: (entry: JournalEntry) => void;
  clear: () => void;
}

export interface JournalEntry {
  text: string;
  /** What was written about it; absent where an earlier Slipway kept the text. */
  docs?: Docs | undefined;
  /** The revision the text was edited from. */
  revision: number;
}

export type SaveState =
  | { status: 'saved' }
  /** Edited; will be saved in a moment. */
  | { status: 'waiting' }
  | { status: 'saving' }
  /** The engine could not take it; kept here and tried again. */
  | { status: 'failed'; error: unknown }
  /** Somebody else saved another text meanwhile; nothing is saved until one is chosen. */
  | { status: 'conflict'; theirs: Draft /** The text here was found again. */; found?: Found };

/** When a text that was found again had been typed. */
interface Found {
  typedAtMs: number;
}

export interface SaveInput {
  sql: string;
  /** Only where they changed. */
  docs?: Docs;
  revision: number;
}

const saveAfterMs = 400;
const saveAtLatestMs = 2_000;
const retryAfterMs = 2_000;

export type DraftDocument = ReturnType<typeof createDraftDocument>;

/**
 * The text of a model as it is being edited: saved continuously, kept in the journal until the engine has it, and never
 * overwritten by somebody else's text, nor the other way round, without being asked.
 */
export function createDraftDocument(
  first: Draft,
  save: (input: SaveInput) => Promise<Draft>,
  journal: Journal,
) {
  let engine = first;
  /** The revision that the text here was edited from. */
  let editedFrom = first.revision;
  let text = first.sql;
  /** They have no undo of their own: fields that edit them bring it along. */
  let docs = first.docs;
  let holder: TextHolder = {
    get: () => text,
    set: next => {
      text = next;
    },
  };
  let state: SaveState = { status: 'saved' };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dirtySince: number | undefined;
  let saving: Promise<void> | undefined;
  let news: Draft | undefined;
  let modified = first.modified;
  const listeners = new Set<() => void>();

  const isDirty = () => holder.get() !== engine.sql || !sameDocs(docs, engine.docs);
  const changed = (): SaveInput => ({
    sql: holder.get(),
    ...(!sameDocs(docs, engine.docs) && { docs }),
    revision: engine.revision,
  });
  const current = (): JournalEntry => ({ text: holder.get(), docs, revision: editedFrom });

  function become(next: SaveState): void {
    state = next;
    modified = engine.modified || isDirty();
    for (const listener of listeners) listener();
  }

  function settle(draft: Draft): void {
    engine = draft;
    editedFrom = draft.revision;
    dirtySince = undefined;
    clearTimeout(timer);
    timer = undefined;
    journal.clear();
    become({ status: 'saved' });
  }

  function schedule(afterMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), afterMs);
  }

  function edited(): void {
    if (state.status === 'conflict') {
      journal.write(current());
      become(state);
      return;
    }
    if (!isDirty()) {
      if (!saving) settle(engine);
      return;
    }
    const now = Date.now();
    dirtySince ??= now;
    editedFrom = engine.revision;
    journal.write(current());
    // After a failure it stays "failed" until something was saved.
    become(state.status === 'saved' ? { status: 'waiting' } : state);
    schedule(Math.max(0, Math.min(saveAfterMs, dirtySince + saveAtLatestMs - now)));
  }

  async function write(input: SaveInput): Promise<void> {
    if (state.status !== 'failed') become({ status: 'saving' });
    try {
      const saved = await save(input);
      engine = saved;
      dirtySince = undefined;
      if (isDirty()) {
        become({ status: 'waiting' });
        edited();
      } else settle(saved);
    } catch (error) {
      // The engine's text comes with the news that follow; until then nothing is written over it.
      become({ status: 'failed', error });
      const { code } = callFailure(error);
      if (code !== 'conflict' && code !== 'not_found') schedule(retryAfterMs);
      throw error;
    } finally {
      saving = undefined;
      const missed = news;
      news = undefined;
      if (missed) incoming(missed);
    }
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (saving) await saving.catch(() => {});
    if (state.status === 'conflict' || !isDirty()) return;
    saving = write(changed());
    await saving.catch(() => {});
  }

  /** The engine told what it has now. */
  function incoming(draft: Draft): void {
    if (saving) {
      news = draft;
      return;
    }
    if (draft.revision === engine.revision) {
      engine = { ...draft, sql: engine.sql, docs: engine.docs };
      become(state);
      return;
    }
    if (draft.revision < engine.revision) return;
    if (draft.sql === holder.get() && sameDocs(draft.docs, docs)) {
      settle(draft);
    } else if (isDirty() || state.status === 'conflict') {
      clearTimeout(timer);
      become({ ...(state.status === 'conflict' ? state : {}), status: 'conflict', theirs: draft });
    } else {
      engine = draft;
      docs = draft.docs;
      holder.set(draft.sql);
      settle(draft);
    }
  }

  /** Goes on with a text that was kept: saves it, or asks where another was saved since. */
  function goOnWith(kept: JournalEntry, found: Found | undefined): void {
    const keptDocs = kept.docs ?? engine.docs;
    if (kept.text === engine.sql && sameDocs(keptDocs, engine.docs)) {
      journal.clear();
      return;
    }
    docs = keptDocs;
    if (kept.revision === engine.revision) {
      holder.set(kept.text);
      edited();
    } else {
      editedFrom = kept.revision;
      become({ status: 'conflict', theirs: engine, ...(found && { found }) });
      holder.set(kept.text);
      edited();
    }
  }

  const kept = journal.read();
  if (kept) goOnWith(kept, undefined);

  return {
    text: () => holder.get(),
    /** What is written about the text and its columns, as it is being edited. */
    docs: () => docs,
    writeDocs: (next: Docs): void => {
      docs = next;
      edited();
      // Whatever is being saved: fields show what they were told.
      become(state);
    },
    state: () => state,
    /** Version the text started from; null before the first publishing. */
    basedOn: () => engine.based_on,
    revision: () => engine.revision,
    /** Whether the text differs from the version it is based on, as far as is known here. */
    isModified: () => modified,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    edited,
    incoming,
    /** Takes in a text that another tab left unsaved; false when this one has its own to save first. */
    takeUp: (left: JournalEntry, typedAtMs: number): boolean => {
      if (saving || isDirty() || state.status === 'conflict') return false;
      goOnWith(left, { typedAtMs });
      return true;
    },
    /** Keeps the text in the journal although nothing has to be saved: the model is gone. */
    keep: (): void => {
      clearTimeout(timer);
      journal.write(current());
    },
    /** Lets go of the text. */
    discard: (): void => {
      clearTimeout(timer);
      journal.clear();
    },
    /** Saves now what is not saved; resolves when that was tried. */
    flush,
    /** From here on the text is where `next` says; it takes over what there is. */
    attach: (next: TextHolder): void => {
      const before = holder.get();
      holder = next;
      if (holder.get() !== before) holder.set(before);
    },
    /** Puts a text in the place of this one as if it had been typed; the editor can undo it. */
    retype(sql: string): void {
      holder.set(sql);
      edited();
    },
    /**
     * Lets the engine make another text the draft, of the revision it is given; the editor can undo it. Throws what that
     * throws, and where what is here could not be saved before.
     */
    replace: async (change: (revision: number) => Promise<Draft>): Promise<void> => {
      await flush();
      if (state.status === 'failed') throw state.error;
      const next = await change(engine.revision);
      incoming(next);
    },
    /** Ends a conflict: this text stays and goes over the other one. */
    keepMine: async (): Promise<void> => {
      if (state.status !== 'conflict') return;
      engine = state.theirs;
      saving = write(changed());
      await saving.catch(() => {});
    },
    /** Ends a conflict: the other text comes into the editor, where undo brings this one back. */
    takeTheirs: (): void => {
      if (state.status !== 'conflict') return;
      const { theirs } = state;
      engine = theirs;
      docs = theirs.docs;
      holder.set(theirs.sql);
      settle(theirs);
    },
  };
}
