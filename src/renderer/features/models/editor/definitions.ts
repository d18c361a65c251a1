import { editor, languages, type Position, Range, Uri } from 'monaco-editor/editor';
import { client } from '../../../api.ts';
import { navigate } from '../../../location.ts';
import { snowflakeId } from '../../../ui/monaco/snowflake-language.ts';
import { rangeOf } from './ranges.ts';
import { findWriter } from './surroundings.ts';
import type { TextServices } from './text-services.ts';

/** The texts of other models, as they are shown before one goes there. */
const otherModel = 'other-model';
/** Whoever wants to go somewhere waits for the way. */
const patienceMs = 5_000;

/** F12 and Ctrl with a click: from a source to the model that builds it, from a CTE's name to where it is given. */
export function registerDefinitions(services: (text: editor.ITextModel) => TextServices | undefined): void {
  languages.registerDefinitionProvider(snowflakeId, {
    async provideDefinition(text, position) {
      const own = services(text);
      return own ? definitionAt(text, position, own).catch(() => null) : null;
    },
  });
  editor.registerEditorOpener({
    openCodeEditor(_, resource) {
      const id = resource.scheme === otherModel && /^\/(\d+)\.sql$/.exec(resource.path)?.[1];
      if (!id) return false;
      navigate(`/models/${id}`);
      return true;
    },
  });
}

async function definitionAt(
  text: editor.ITextModel,
  position: Position,
  { surroundings, scope }: TextServices,
): Promise<languages.Definition | null> {
  const sql = text.getValue();
  const offset = text.getOffsetAt(position);
  const { symbol } = await client.sql.symbol({ sql, offset });
  const [given] = symbol?.spans ?? [];
  if (given && (offset < given.start || offset > given.end)) {
    return { uri: text.uri, range: rangeOf(text, given.start, given.end) };
  }
  const [around, { meant }] = await Promise.all([surroundings(patienceMs), scope(sql, offset)]);
  const table = meant?.kind === 'relation' ? meant.relation.table : null;
  const written = table && [table.database, table.schema, table.name].filter(part => part !== null);
  const writer = written && findWriter(written, around);
  if (!writer) return null;
  const uri = Uri.from({ scheme: otherModel, path: `/${writer.model.id}.sql` });
  // It is shown under the pointer while Ctrl is held.
  const { draft } = await client.models.get({ model: String(writer.model.id) });
  const known = editor.getModel(uri);
  if (known) known.setValue(draft.sql);
  else editor.createModel(draft.sql, snowflakeId, uri);
  return { uri, range: new Range(1, 1, 1, 1) };
}
