import type { Docs } from '../../../shared/contract/docs.ts';
import type { Draft, Tag, Version, VersionSummary } from '../../../shared/contract/models.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { closest, tagProblem } from '../../../shared/domain/names.ts';
import type { Relation } from '../../../shared/domain/relation.ts';
import { type Actor, actorText } from '../actor.ts';
import { type Context, iso } from '../context.ts';
import { deployLatest } from '../jobs/deployments.ts';
import { numberAfter } from '../lookup.ts';
import { requireQuery, sourcesOf } from '../sql/query.ts';
import { parseSearch } from '../../../shared/domain/search.ts';
import type { ModelRow, VersionRow } from '../store/models.ts';
import type { Tx } from '../store/store.ts';
import { hashOf } from './hash.ts';
import { isModified, type Models, toTag } from './models.ts';
import { modifiedDraft } from './origins.ts';
import { ftsQuery } from './search-query.ts';
import { readDocs, storedDocs } from './stored-docs.ts';

/** A text of a model with what it is called: version and tag are null for the draft. */
export interface ModelText {
  label: string;
  sql: string;
  docs: Docs;
  hash: string;
  version: number | null;
  tag: string | null;
}

export interface NewVersion {
  sql: string;
  docs: Docs;
  sources: Relation[];
  message: string;
  author: string;
  createdAtMs: number;
  origin: { path: string; hash: string } | null;
}

export type Versions = ReturnType<typeof createVersions>;

/** Versions and tags of models: immutable texts and the names that point to them. */
export function createVersions(context: Context, models: Models) {
  const { store, analysis } = context;
  const sql = store.sql.models;

  const inUse = (modelId: number, tag: string) =>
    store.sql.jobs.ofModel
      .all(modelId)
      .filter(job => {
        const live = JSON.parse(job.live_json ?? '{}') as { tag?: string };
        return live.tag?.toLowerCase() === tag.toLowerCase();
      })
      .map(job => job.name);

  function insertVersion(tx: Tx, model: ModelRow, version: NewVersion): number {
    const number = (sql.latest.get(model.id)?.number ?? 0) + 1;
    sql.insertVersion.run({
      model_id: model.id,
      number,
      sql: version.sql,
      docs_json: storedDocs(version.docs),
      hash: hashOf(version.sql),
      sources_json: JSON.stringify(version.sources),
      message: version.message,
      author: version.author,
      origin_path: version.origin?.path ?? null,
      origin_hash: version.origin?.hash ?? null,
      created_at_ms: version.createdAtMs,
    });
    sql.setLatest.run(number, tx.now, model.id);
    tx.changed('model', model.id);
    return number;
  }

  function writeTag(
    tx: Tx,
    actor: Actor,
    model: ModelRow,
    tag: { name: string; version: number; note: string; move: boolean },
  ): void {
    const existing = sql.tag.get(model.id, tag.name);
    if (existing && existing.version === tag.version) return;
    if (existing && !tag.move) {
      throw new SlipwayError(
        'conflict',
        `Tag "${existing.name}" of "${model.name}" exists: it names v${existing.version}`,
        {
          hint: 'Choose another name, or move the tag explicitly',
        },
      );
    }
    if (existing) {
      const jobs = inUse(model.id, tag.name);
      if (jobs.length > 0) {
        throw new SlipwayError(
          'precondition',
          `Tag "${existing.name}" is what ${jobs.join(', ')} runs; moving it would change that`,
          {
            hint: 'Tag the version with a new name and promote that',
          },
        );
      }
    }
    const message = tagProblem(tag.name, tag.version);
    if (message !== undefined) {
      throw new SlipwayError('validation', message, {
        problems: [{ path: 'tag', message }],
        hint: `Call it v${tag.version}, or anything that does not read as another version`,
      });
    }
    if (existing) sql.removeTag.run(model.id, existing.name);
    sql.insertTag.run({
      model_id: model.id,
      name: tag.name,
      version: tag.version,
      note: tag.note,
      author: actorText(actor),
      created_at_ms: tx.now,
    });
    tx.audit({
      actor: actorText(actor),
      action: existing ? 'tag.move' : 'tag.create',
      objectType: 'model',
      objectId: model.id,
      objectName: model.name,
      details: { tag: tag.name, version: tag.version, ...(existing ? { from: existing.version } : {}) },
    });
    tx.changed('model', model.id);
  }

  /** The text behind `latest`, `draft`, a version number or a tag. */
  function text(model: ModelRow, ref: string): ModelText {
    if (ref === 'draft') {
      return {
        label: 'draft',
        sql: model.draft_sql,
        docs: readDocs(model.draft_docs_json),
        hash: hashOf(model.draft_sql),
        version: null,
        tag: null,
      };
    }
    const { row, tag } = versionRow(model, ref);
    return {
      label: tag ?? `v${row.number}`,
      sql: row.sql,
      docs: readDocs(row.docs_json),
      hash: row.hash,
      version: row.number,
      tag,
    };
  }

  function versionRow(model: ModelRow, ref: string): { row: VersionRow; tag: string | null } {
    if (ref === 'latest') {
      const row = sql.latest.get(model.id);
      if (row) return { row, tag: null };
      throw new SlipwayError('not_found', `"${model.name}" has no version yet`, {
        hint: 'Publish its draft first',
      });
    }
    if (/^\d{1,9}$/.test(ref)) {
      const row = sql.version.get(model.id, Number(ref));
      if (row) return { row, tag: null };
      throw new SlipwayError('not_found', `"${model.name}" has no version ${ref}`, {
        hint: `Its versions go up to ${model.latest_version ?? 0}`,
      });
    }
    const tag = sql.tag.get(model.id, ref);
    const row = tag && sql.version.get(model.id, tag.version);
    if (row) return { row, tag: tag.name };
    const names = sql.tags.all(model.id).map(known => known.name);
    const near = closest(ref, names);
    throw new SlipwayError('not_found', `"${model.name}" has no tag "${ref}"`, {
      hint: near
        ? `Did you mean "${near}"?`
        : names.length > 0
          ? `Its tags: ${names.join(', ')}`
          : 'It has no tags yet',
    });
  }

  function toSummary(row: VersionRow): VersionSummary {
    const tags = sql.tags.all(row.model_id).filter(tag => tag.version === row.number);
    return {
      number: row.number,
      hash: row.hash,
      message: row.message,
      author: row.author,
      created_at: iso(row.created_at_ms),
      tags: tags.map(tag => tag.name),
      origin: row.origin_path === null ? null : { path: row.origin_path, hash: row.origin_hash ?? '' },
    };
  }

  const toVersion = (row: VersionRow): Version => ({
    ...toSummary(row),
    sql: row.sql,
    docs: readDocs(row.docs_json),
    sources: JSON.parse(row.sources_json) as Relation[],
  });

  return {
    insertVersion,
    writeTag,
    text,
    toSummary,

    /**
     * Makes the draft a version. A draft equal to the latest version adds nothing and says so. Anything that is not one
     * query is refused with line and column.
     */
    async publish(
      actor: Actor,
      input: { model: string; message: string; tag?: string | undefined; revision?: number | undefined },
    ): Promise<Version & { created: boolean }> {
      const before = models.row(input.model);
      if (input.revision !== undefined && input.revision !== before.draft_revision) {
        throw new SlipwayError(
          'conflict',
          `The draft of "${before.name}" is at revision ${before.draft_revision}, not ${input.revision}`,
          { hint: 'Look at the newer text, then publish again' },
        );
      }
      const query = await requireQuery(analysis, before.draft_sql);
      return await store.write(tx => {
        const model = models.row(String(before.id));
        if (model.draft_sql !== before.draft_sql) {
          throw new SlipwayError(
            'conflict',
            `The draft of "${model.name}" changed while it was being published`,
            {
              hint: 'Look at the newer text, then publish again',
            },
          );
        }
        const latest = sql.latest.get(model.id);
        const created = latest?.sql !== model.draft_sql || latest.docs_json !== model.draft_docs_json;
        const hash = hashOf(model.draft_sql);
        const number = created
          ? insertVersion(tx, model, {
              sql: model.draft_sql,
              docs: readDocs(model.draft_docs_json),
              sources: sourcesOf(query),
              message: input.message,
              author: actorText(actor),
              createdAtMs: tx.now,
              // What is published is what the file said, to the letter.
              origin:
                model.origin_path !== null && model.origin_hash === hash
                  ? { path: model.origin_path, hash }
                  : null,
            })
          : latest.number;
        if (input.tag !== undefined) {
          writeTag(tx, actor, model, { name: input.tag, version: number, note: input.message, move: false });
        }
        if (model.draft_based_on !== number) {
          models.writeDraft(tx, model, {}, number);
        }
        if (created) {
          tx.audit({
            actor: actorText(actor),
            action: 'model.publish',
            objectType: 'model',
            objectId: model.id,
            objectName: model.name,
            details: { version: number, message: input.message },
          });
          deployLatest(store.sql, tx, actor, model.id, number);
        }
        const row = sql.version.get(model.id, number);
        if (!row) throw new SlipwayError('internal', `Version ${number} of "${model.name}" was not written`);
        return { ...toVersion(row), created };
      });
    },

    history(input: {
      model: string;
      search?: string | undefined;
      limit: number;
      after?: string | undefined;
    }): { versions: VersionSummary[]; next: string | null } {
      const model = models.row(input.model);
      const phrases = input.search ? parseSearch(input.search) : undefined;
      if (phrases?.length === 0) return { versions: [], next: null };
      const rows = sql.versions.all({
        model: model.id,
        query: phrases ? ftsQuery(phrases) : null,
        before: numberAfter(input.after, Number.MAX_SAFE_INTEGER),
        limit: input.limit + 1,
      });
      const page = rows.slice(0, input.limit);
      return {
        versions: page.map(toSummary),
        next: rows.length > input.limit ? String(page.at(-1)?.number) : null,
      };
    },

    get: (modelRef: string, ref: string): Version => toVersion(versionRow(models.row(modelRef), ref).row),

    async tag(
      actor: Actor,
      input: { model: string; version: string; tag: string; note: string; move: boolean },
    ): Promise<Tag> {
      return await store.write(tx => {
        const model = models.row(input.model);
        const { row } = versionRow(model, input.version);
        writeTag(tx, actor, model, {
          name: input.tag,
          version: row.number,
          note: input.note,
          move: input.move,
        });
        const tag = sql.tag.get(model.id, input.tag);
        if (!tag) throw new SlipwayError('internal', `Tag "${input.tag}" was not written`);
        return toTag(tag);
      });
    },

    async untag(actor: Actor, input: { model: string; tag: string }): Promise<string> {
      return await store.write(tx => {
        const model = models.row(input.model);
        const existing = sql.tag.get(model.id, input.tag);
        if (!existing) throw new SlipwayError('not_found', `"${model.name}" has no tag "${input.tag}"`);
        const jobs = inUse(model.id, existing.name);
        if (jobs.length > 0) {
          throw new SlipwayError('precondition', `Tag "${existing.name}" is what ${jobs.join(', ')} runs`, {
            hint: 'Promote another tag there first',
          });
        }
        sql.removeTag.run(model.id, existing.name);
        tx.audit({
          actor: actorText(actor),
          action: 'tag.remove',
          objectType: 'model',
          objectId: model.id,
          objectName: model.name,
          details: { tag: existing.name, version: existing.version },
        });
        tx.changed('model', model.id);
        return existing.name;
      });
    },

    /**
     * Makes the text of a version the draft, with its docs. A draft that no version has is replaced only with
     * `overwrite`.
     */
    async restore(input: {
      model: string;
      version: string;
      revision?: number | undefined;
      overwrite: boolean;
    }): Promise<Draft> {
      const id = await store.write(tx => {
        const model = models.row(input.model);
        models.requireRevision(model, input.revision);
        if (input.version === 'draft') {
          throw new SlipwayError('validation', 'The draft is there already: name a version or a tag');
        }
        const { row } = versionRow(model, input.version);
        const isSame = row.sql === model.draft_sql && row.docs_json === model.draft_docs_json;
        if (!isSame && isModified(sql, model) && !input.overwrite) {
          throw modifiedDraft(model, `the text of v${row.number}`);
        }
        if (isSame && model.draft_based_on === row.number) return model.id;
        models.writeDraft(tx, model, { sql: row.sql, docs: readDocs(row.docs_json) }, row.number);
        return model.id;
      });
      return models.draft(String(id));
    },
  };
}
