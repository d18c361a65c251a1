import type { Docs } from '../../../shared/contract/docs.ts';
import type { Draft, Model, ModelSummary, Origin, Tag } from '../../../shared/contract/models.ts';
import { noDocs } from '../../../shared/domain/docs.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { type Actor, actorText } from '../actor.ts';
import { type Context, iso } from '../context.ts';
import { lookup, nameTaken } from '../lookup.ts';
import { likePattern, type ModelRow, type TagRow } from '../store/models.ts';
import type { Sql, Tx } from '../store/store.ts';
import { hashOf } from './hash.ts';
import { readDocs, storedDocs } from './stored-docs.ts';

export interface ModelFields {
  name: string;
  description: string;
  owner: string;
  labels: string[];
}

/** What is edited: the SQL, and what is written about it and its columns. */
export interface Text {
  sql: string;
  docs: Docs;
}

export type Models = ReturnType<typeof createModels>;

/** Models and their drafts. Versions and tags are in versions.ts. */
export function createModels(context: Context) {
  const { store } = context;
  const sql = store.sql.models;

  const row = (ref: string): ModelRow =>
    lookup('model', ref, {
      byId: id => sql.byId.get(id),
      byName: name => sql.byName.get(name),
      names: () => sql.names.all(),
    });

  function record(tx: Tx, actor: Actor, action: string, model: { id: number; name: string }, details = {}) {
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

  function insert(tx: Tx, actor: Actor, fields: ModelFields, text: Text): number {
    const named = sql.byName.get(fields.name);
    if (named) throw nameTaken('model', named.name);
    const added = sql.insert.run({
      ...stored(fields),
      sql: text.sql,
      docs_json: storedDocs(text.docs),
      now: tx.now,
    });
    const id = Number(added.lastInsertRowid);
    record(tx, actor, 'model.create', { id, name: fields.name });
    return id;
  }

  function update(tx: Tx, actor: Actor, model: ModelRow, fields: ModelFields): boolean {
    const named = sql.byName.get(fields.name);
    if (named && named.id !== model.id) throw nameTaken('model', named.name);
    const next = stored(fields);
    const changes = Object.entries(next).filter(([key, value]) => model[key as keyof ModelRow] !== value);
    if (changes.length === 0) return false;
    sql.update.run({ ...next, id: model.id, now: tx.now });
    record(tx, actor, 'model.update', { id: model.id, name: fields.name }, Object.fromEntries(changes));
    return true;
  }

  /** Autosave: no audit entry for each; publishing is what history records. Returns whether the text is another one now. */
  function writeDraft(tx: Tx, model: ModelRow, text: Partial<Text>, basedOn?: number): boolean {
    const next = {
      sql: text.sql ?? model.draft_sql,
      docs_json: text.docs === undefined ? model.draft_docs_json : storedDocs(text.docs),
    };
    const isSame = model.draft_sql === next.sql && model.draft_docs_json === next.docs_json;
    if (isSame && basedOn === undefined) return false;
    sql.saveDraft.run({
      id: model.id,
      ...next,
      based_on: basedOn ?? model.draft_based_on,
      now: tx.now,
    });
    tx.changed('model', model.id);
    return !isSame;
  }

  function get(ref: string): Model {
    const model = row(ref);
    return {
      ...summarize(sql, model),
      tags: sql.tags.all(model.id).map(toTag),
      draft: toDraft(sql, model),
      origin: toOrigin(model),
      created_at: iso(model.created_at_ms),
      jobs: store.sql.jobs.ofModel.all(model.id).map(job => {
        const definition = JSON.parse(job.live_json ?? job.draft_json ?? '{}') as { tag?: string };
        return {
          id: job.id,
          name: job.name,
          environment: store.sql.environments.byId.get(job.environment_id)?.name ?? '',
          runs: definition.tag ?? 'latest',
        };
      }),
    };
  }

  return {
    row,
    get,
    insert,
    update,
    writeDraft,
    requireRevision,

    draft: (ref: string): Draft => toDraft(sql, row(ref)),

    list(input: { search?: string | undefined; limit: number; after?: string | undefined }) {
      const rows = sql.page.all({
        pattern: likePattern(input.search),
        after: input.after ?? '',
        limit: input.limit + 1,
      });
      const page = rows.slice(0, input.limit);
      return {
        models: page.map(model => summarize(sql, model)),
        next: rows.length > input.limit ? (page.at(-1)?.name ?? null) : null,
      };
    },

    async create(
      actor: Actor,
      fields: ModelFields,
      text: string,
      more: { docs?: Docs | undefined; origin?: { path: string; hash: string } | undefined } = {},
    ): Promise<Model> {
      const id = await store.write(tx => {
        const added = insert(tx, actor, fields, { sql: text, docs: more.docs ?? noDocs });
        if (more.origin) sql.setOrigin.run({ id: added, ...more.origin, at: tx.now });
        return added;
      });
      return get(String(id));
    },

    async change(actor: Actor, ref: string, changes: Partial<ModelFields>): Promise<Model> {
      const id = await store.write(tx => {
        const model = row(ref);
        update(tx, actor, model, {
          name: changes.name ?? model.name,
          description: changes.description ?? model.description,
          owner: changes.owner ?? model.owner,
          labels: changes.labels ?? (JSON.parse(model.labels_json) as string[]),
        });
        return model.id;
      });
      return get(String(id));
    },

    async remove(actor: Actor, ref: string): Promise<string> {
      return await store.write(tx => {
        const model = row(ref);
        store.sql.jobs.forgetNeverLive.run({ model: model.id, environment: null });
        const users = sql.users.all(model.id);
        const using = users.filter(job => job.removed === 0).map(job => job.name);
        if (users.length > 0) {
          throw new SlipwayError(
            'conflict',
            using.length > 0
              ? `"${model.name}" is built by ${using.join(', ')}`
              : `"${model.name}" belongs to the history of ${users.map(job => job.name).join(', ')}, now deleted`,
            { hint: using.length > 0 ? 'Delete these jobs first' : 'Its versions stay with that history' },
          );
        }
        sql.remove.run(model.id);
        record(tx, actor, 'model.remove', model);
        return model.name;
      });
    },

    /** Saves what is being edited. With `revision`, a draft saved by somebody else since is a conflict. */
    async saveDraft(input: {
      model: string;
      sql?: string | undefined;
      docs?: Docs | undefined;
      /** The file the SQL was read from; noted where the model comes from it. */
      origin?: string | undefined;
      revision?: number | undefined;
      based_on?: number | undefined;
    }): Promise<Draft> {
      const id = await store.write(tx => {
        const model = row(input.model);
        requireRevision(model, input.revision);
        if (input.based_on !== undefined && !sql.version.get(model.id, input.based_on)) {
          throw new SlipwayError('not_found', `"${model.name}" has no version ${input.based_on}`);
        }
        const text = {
          ...(input.sql !== undefined && { sql: input.sql }),
          ...(input.docs !== undefined && { docs: input.docs }),
        };
        writeDraft(tx, model, text, input.based_on);
        if (input.sql !== undefined && input.origin !== undefined && input.origin === model.origin_path) {
          sql.setOrigin.run({ id: model.id, path: input.origin, hash: hashOf(input.sql), at: tx.now });
          tx.changed('model', model.id);
        }
        return model.id;
      });
      return toDraft(sql, row(String(id)));
    },
  };
}

/** Throws `conflict` when the draft is not the one that was looked at. */
function requireRevision(model: ModelRow, seen: number | undefined): void {
  if (seen === undefined || seen === model.draft_revision) return;
  throw new SlipwayError(
    'conflict',
    `The draft of "${model.name}" was changed elsewhere (revision ${model.draft_revision}; yours started from ${seen})`,
    { hint: 'Load it again, or save without a revision to overwrite it' },
  );
}

function stored(fields: ModelFields) {
  return {
    name: fields.name,
    description: fields.description,
    owner: fields.owner,
    labels_json: JSON.stringify(fields.labels),
  };
}

function summarize(sql: Sql['models'], model: ModelRow): ModelSummary {
  return {
    id: model.id,
    name: model.name,
    description: model.description,
    owner: model.owner,
    labels: JSON.parse(model.labels_json) as string[],
    latest_version: model.latest_version,
    tags: sql.tags.all(model.id).map(tag => ({ name: tag.name, version: tag.version })),
    draft_modified: isModified(sql, model),
    updated_at: iso(model.updated_at_ms),
  };
}

function toDraft(sql: Sql['models'], model: ModelRow): Draft {
  return {
    sql: model.draft_sql,
    docs: readDocs(model.draft_docs_json),
    based_on: model.draft_based_on,
    revision: model.draft_revision,
    modified: isModified(sql, model),
    updated_at: iso(model.draft_updated_at_ms),
  };
}

function toOrigin(model: ModelRow): Origin | null {
  const { origin_path: path, origin_hash: hash, origin_at_ms: at } = model;
  return path === null || hash === null || at === null ? null : { path, hash, taken_at: iso(at) };
}

/** The draft, with what is written about it, differs from the version it is based on; one that was never published, from nothing. */
export function isModified(sql: Sql['models'], model: ModelRow): boolean {
  return sql.draftUnchanged.get(model.id) === undefined;
}

export function toTag(tag: TagRow): Tag {
  return {
    name: tag.name,
    version: tag.version,
    note: tag.note,
    author: tag.author,
    created_at: iso(tag.created_at_ms),
  };
}
