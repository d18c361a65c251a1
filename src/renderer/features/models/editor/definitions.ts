import { editor, languages, type Position, Range, Uri } from 'monaco-editor/editor';
import { client } from '../../../api.ts';
import { navigate } from '../../../location.ts';
import { snowflakeId } from '../../../ui/monaco/snowflake-language.ts';
import { nameAt } from './name-at.ts';
import { findWriter, type Surroundings } from './surroundings.ts';

/** The texts of other models, as they are shown before one goes there. */
const scheme = 'other-model';

/** F12 and Ctrl with a click: from a source to the model that builds it, from a CTE's name to where it is given. */
export function registerDefinitions(
  around: (text: editor.ITextModel) => Promise<Surroundings> | undefined,
): void {
  languages.registerDefinitionProvider(snowflakeId, {
    async provideDefinition(text, position) {
      const found = await around(text);
      return found && !text.isDisposed() ? definitionAt(text, position, found) : null;
    },
  });
  editor.registerEditorOpener({
    openCodeEditor(_, resource) {
      const id = resource.scheme === scheme && /^\/(\d+)\.sql$/.exec(resource.path)?.[1];
      if (!id) return false;
      navigate(`/models/${id}`);
      return true;
    },
  });
}

async function definitionAt(
  text: editor.ITextModel,
  position: Position,
  around: Surroundings,
): Promise<languages.Definition | null> {
  const name = nameAt(text.getValue(), text.getOffsetAt(position), around);
  if (name?.kind === 'cte') {
    const at = text.getPositionAt(name.at);
    return { uri: text.uri, range: Range.fromPositions(at) };
  }
  const writer = name?.kind === 'table' ? findWriter(name.table.name, around) : undefined;
  if (!writer) return null;
  const uri = Uri.from({ scheme, path: `/${writer.model.id}.sql` });
  // It is shown under the pointer while Ctrl is held.
  const { draft } = await client.models.get({ model: String(writer.model.id) });
  const known = editor.getModel(uri);
  if (known) known.setValue(draft.sql);
  else editor.createModel(draft.sql, snowflakeId, uri);
  return { uri, range: new Range(1, 1, 1, 1) };
}
