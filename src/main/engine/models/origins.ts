import { isAbsolute } from 'node:path';
import type { Docs } from '../../../shared/contract/docs.ts';
import type { Draft, Model, OriginStatus } from '../../../shared/contract/models.ts';
import { SlipwayError, validationError } from '../../../shared/domain/errors.ts';
import { type Actor, actorText } from '../actor.ts';
import { type Context, iso } from '../context.ts';
import type { SqlFile } from '../ports.ts';
import type { ModelRow } from '../store/models.ts';
import type { Tx } from '../store/store.ts';
import { hashOf } from './hash.ts';
import { isModified, type ModelFields, type Models } from './models.ts';

export type Origins = ReturnType<typeof createOrigins>;

/** The files models come from: where from, whether they changed since, and what then. Looked at when asked for. */
export function createOrigins(context: Context, models: Models) {
  const { store, sqlFiles } = context;
  const sql = store.sql.models;

  function record(tx: Tx, actor: Actor, action: string, model: ModelRow, details: Record<string, unknown>) {
    tx.audit({
      actor: actorText(actor),
      action,
      objectType: 'model',
      objectId: model.id,
      objectName: model.name,
      details,
    });
    tx.changed('model', model.id);
  }

  /** Notes that the model has the text of this file. */
  function write(tx: Tx, model: ModelRow, path: string, hash: string): void {
    if (model.origin_path === path && model.origin_hash === hash) return;
    sql.setOrigin.run({ id: model.id, path, hash, at: tx.now });
    tx.changed('model', model.id);
  }

  function statusOf(model: ModelRow, file: SqlFile): OriginStatus | null {
    const { origin_path: path, origin_hash: hash, origin_at_ms: at } = model;
    if (path === null || hash === null || at === null) return null;
    const known = { path, hash, taken_at: iso(at) };
    if (file.state !== 'present') {
      return { ...known, state: file.state, file_hash: null, modified_at: null, message: file.message };
    }
    const now = hashOf(file.text);
    return {
      ...known,
      state: now === hash ? 'same' : 'changed',
      file_hash: now,
      modified_at: iso(file.modifiedAtMs),
      message: '',
    };
  }

  async function status(ref: string): Promise<OriginStatus | null> {
    const { origin_path: path } = models.row(ref);
    if (path === null) return null;
    const file = await sqlFiles.read(path);
    const model = models.row(ref);
    // Another file was chosen while this one was read.
    return model.origin_path === path ? statusOf(model, file) : await status(ref);
  }

  /** The text of a file; throws `not_found` or `validation` where there is none to be had. */
  async function textOf(path: string): Promise<string> {
    const file = await sqlFiles.read(path);
    if (file.state === 'present') return file.text;
    throw new SlipwayError(file.state === 'missing' ? 'not_found' : 'validation', file.message, {
      hint: 'The model keeps its text; choose another file, or forget this one',
    });
  }

  function requirePath(model: ModelRow): string {
    if (model.origin_path !== null) return model.origin_path;
    throw new SlipwayError('not_found', `"${model.name}" comes from no file`, {
      hint: 'Say which one it comes from first',
    });
  }

  return {
    write,
    status,

    /** A new model; where its text was read from a file, it remembers which, and which text that was. */
    async create(
      actor: Actor,
      input: ModelFields & { sql: string; docs: Docs; origin?: string | undefined },
    ): Promise<Model> {
      const { sql: text, docs, origin, ...fields } = input;
      if (origin !== undefined) requireAbsolute('origin', origin);
      return await models.create(actor, fields, text, {
        docs,
        ...(origin !== undefined && { origin: { path: origin, hash: hashOf(text) } }),
      });
    },

    /** The model's file as it is now. */
    async text(model: ModelRow): Promise<{ path: string; sql: string }> {
      const path = requirePath(model);
      return { path, sql: await textOf(path) };
    },

    async set(actor: Actor, ref: string, path: string): Promise<OriginStatus> {
      models.row(ref);
      requireAbsolute('path', path);
      const hash = hashOf(await textOf(path));
      const id = await store.write(tx => {
        const model = models.row(ref);
        sql.setOrigin.run({ id: model.id, path, hash, at: tx.now });
        record(tx, actor, 'model.set_origin', model, { path });
        return model.id;
      });
      const known = await status(String(id));
      if (!known) throw new SlipwayError('conflict', `The file of "${ref}" was forgotten meanwhile`);
      return known;
    },

    async forget(actor: Actor, ref: string): Promise<string | null> {
      return await store.write(tx => {
        const model = models.row(ref);
        const path = model.origin_path;
        if (path === null) return null;
        sql.setOrigin.run({ id: model.id, path: null, hash: null, at: null });
        record(tx, actor, 'model.forget_origin', model, { path });
        return path;
      });
    },

    /**
     * Makes the text of the file the draft. A draft that neither a version nor the file as it was has is replaced only
     * with `overwrite`.
     */
    async take(input: { model: string; revision?: number | undefined; overwrite: boolean }): Promise<Draft> {
      const path = requirePath(models.row(input.model));
      const text = await textOf(path);
      const id = await store.write(tx => {
        const model = models.row(input.model);
        models.requireRevision(model, input.revision);
        if (model.origin_path !== path) {
          throw new SlipwayError('conflict', `"${model.name}" was said to come from another file meanwhile`);
        }
        const isKept =
          !isModified(sql, model) ||
          hashOf(model.draft_sql) === model.origin_hash ||
          model.draft_sql === text;
        if (!isKept && !input.overwrite) throw modifiedDraft(model, `the text of ${path}`);
        models.writeDraft(tx, model, { sql: text });
        write(tx, model, path, hashOf(text));
        return model.id;
      });
      return models.draft(String(id));
    },
  };
}

function requireAbsolute(key: string, path: string): void {
  if (isAbsolute(path)) return;
  throw validationError([{ path: key, message: `"${path}" is no absolute path` }]);
}

/** The one error for a draft that would be lost. */
export function modifiedDraft(model: ModelRow, by: string): SlipwayError {
  const since =
    model.draft_based_on === null ? 'was never published' : `is modified since v${model.draft_based_on}`;
  return new SlipwayError('conflict', `The draft of "${model.name}" ${since}; ${by} would replace it`, {
    hint: 'Publish it first, or say that it may be overwritten',
  });
}
