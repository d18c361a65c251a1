import { dirname, join } from 'node:path';
import type { ImportAction } from '../../../shared/contract/workspace.ts';
import { noDocs } from '../../../shared/domain/docs.ts';
import type { Problem } from '../../../shared/domain/errors.ts';
import { tagProblem } from '../../../shared/domain/names.ts';
import type { Relation } from '../../../shared/domain/relation.ts';
import { type Actor, actorText } from '../actor.ts';
import type { Context } from '../context.ts';
import { deployLatest } from '../jobs/deployments.ts';
import { hashOf } from '../models/hash.ts';
import { isModified, type Models } from '../models/models.ts';
import type { Origins } from '../models/origins.ts';
import { storedDocs } from '../models/stored-docs.ts';
import type { Versions } from '../models/versions.ts';
import { Moved } from '../optimistic.ts';
import type { ModelRow } from '../store/models.ts';
import type { Tx } from '../store/store.ts';
import type { ModelFiles } from './files.ts';

/** What was found out about the models of the files before anything is written. */
export interface CheckedModels {
  /** What each text reads that the workspace did not have. */
  sources: Map<string, Relation[]>;
  /** Where the files are, absolute; undefined where they are nowhere. */
  directory: string | undefined;
}

export type Note = (
  object: ImportAction['object'],
  name: string,
  result: { created: boolean; changed: boolean },
  detail?: string,
) => void;

/** Adds what the files have of a model and the workspace does not. What is wrong goes into `problems`. */
export function writeModel(
  context: Context,
  areas: { models: Models; versions: Versions; origins: Origins },
  tx: Tx,
  actor: Actor,
  file: ModelFiles,
  { sources, directory }: CheckedModels,
  note: Note,
  problems: Problem[],
): void {
  const { models: sql } = context.store.sql;
  const existing = sql.byName.get(file.name);
  const fields = {
    name: existing?.name ?? file.name,
    description: file.description ?? '',
    owner: file.owner ?? '',
    labels: file.labels ?? [],
  };
  const last = Math.max(0, ...file.texts.keys());
  const newest = { sql: file.texts.get(last) ?? '', docs: file.docs.get(last) ?? noDocs };
  const draft =
    file.draftSql === undefined ? undefined : { sql: file.draftSql, docs: file.draftDocs ?? noDocs };
  const id = existing?.id ?? areas.models.insert(tx, actor, fields, draft ?? newest);
  const changed = existing ? areas.models.update(tx, actor, existing, fields) : true;
  note('model', file.name, { created: !existing, changed });
  const model = areas.models.row(String(id));

  let imported: number | null = null;
  for (const version of [...(file.versions ?? [])].sort((a, b) => a.number - b.number)) {
    const text = file.texts.get(version.number) ?? '';
    const path = `${file.path}/v${version.number}.sql`;
    const docsPath = `${file.path}/v${version.number}.yaml`;
    const docs = file.docs.get(version.number) ?? noDocs;
    const known = sql.version.get(id, version.number);
    const differs = known && (known.sql !== text ? path : known.docs_json !== storedDocs(docs) && docsPath);
    if (differs) {
      problems.push({
        path: differs,
        message: `differs from v${version.number} of "${file.name}", and versions never change: give it a new number`,
      });
      continue;
    }
    if (known) {
      note('version', `${file.name} v${version.number}`, { created: false, changed: false });
      continue;
    }
    const latest = sql.latest.get(id)?.number ?? 0;
    if (version.number !== latest + 1) {
      problems.push({ path, message: `leaves a gap: the version after v${latest} is v${latest + 1}` });
      continue;
    }
    const reads = sources.get(text);
    // Somebody deleted the version since it was looked for.
    if (!reads) throw new Moved();
    areas.versions.insertVersion(tx, model, {
      sql: text,
      docs,
      sources: reads,
      message: version.message ?? '',
      author: version.author ?? actorText(actor),
      createdAtMs: version.created_at === undefined ? tx.now : Date.parse(version.created_at),
      origin: { path, hash: hashOf(text) },
    });
    tx.audit({
      actor: actorText(actor),
      action: 'model.import',
      objectType: 'model',
      objectId: id,
      objectName: model.name,
      details: { version: version.number, file: path },
    });
    note('version', `${file.name} v${version.number}`, { created: true, changed: true }, version.message);
    imported = version.number;
  }
  // Jobs that follow the latest version run it from now on.
  if (imported !== null) deployLatest(context.store.sql, tx, actor, id, imported);

  for (const tag of file.tags ?? []) {
    const known = sql.tag.get(id, tag.name);
    if (!sql.version.get(id, tag.version)) {
      problems.push({
        path: `${file.path}/model.yaml: tags`,
        message: `"${tag.name}" names v${tag.version}, which does not exist`,
      });
      continue;
    }
    const message = known?.version === tag.version ? undefined : tagProblem(tag.name, tag.version);
    if (message !== undefined) {
      problems.push({ path: `${file.path}/model.yaml: tags`, message });
      continue;
    }
    areas.versions.writeTag(tx, actor, model, {
      name: tag.name,
      version: tag.version,
      note: tag.note ?? '',
      move: false,
    });
    note('tag', `${file.name} ${tag.name}`, { created: !known, changed: false }, `v${tag.version}`);
  }

  const now = areas.models.row(String(id));
  if (draft) {
    const loses = isModified(sql, now);
    const isNew = areas.models.writeDraft(tx, now, draft, file.draft_based_on);
    const detail = isNew && loses ? 'replaces a text that no version has' : '';
    if (existing) note('draft', now.name, { created: false, changed: isNew }, detail);
  } else if (!existing && file.texts.size > 0) areas.models.writeDraft(tx, now, newest, last);
  if (directory !== undefined) rememberFile(areas.origins, tx, now, file, directory);
}

/** The file that is edited: the draft's, else that of the newest version. One that somebody chose elsewhere stays. */
function rememberFile(origins: Origins, tx: Tx, model: ModelRow, file: ModelFiles, directory: string): void {
  const newest = Math.max(0, ...file.texts.keys());
  const [name, text] =
    file.draftSql === undefined ? [`v${newest}.sql`, file.texts.get(newest)] : ['draft.sql', file.draftSql];
  const folder = join(directory, ...file.path.split('/'));
  const isElsewhere = model.origin_path !== null && dirname(model.origin_path) !== folder;
  if (text !== undefined && !isElsewhere) origins.write(tx, model, join(folder, name), hashOf(text));
}
