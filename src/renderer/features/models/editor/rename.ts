import { type editor, languages } from 'monaco-editor/editor';
import { client } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { snowflakeId } from '../../../ui/monaco/snowflake-language.ts';
import { rangeOf } from './ranges.ts';

/** F2: another name for a CTE or an alias, wherever it is used. The engine makes sure that nothing else changes. */
export function registerRename(): void {
  languages.registerRenameProvider(snowflakeId, {
    async resolveRenameLocation(text, position) {
      const offset = text.getOffsetAt(position);
      const refused = (rejectReason: string) => ({ ...wordAt(text, offset), rejectReason });
      try {
        const { symbol } = await client.sql.symbol({ sql: text.getValue(), offset });
        const span = symbol?.spans.find(({ start, end }) => start <= offset && offset <= end);
        if (!span) return refused('Only names of WITH and aliases of FROM can be renamed');
        const range = rangeOf(text, span.start, span.end);
        return { range, text: text.getValueInRange(range) };
      } catch (error) {
        return refused(troubleOf(error, 'It cannot be renamed').message);
      }
    },
    async provideRenameEdits(text, position, name) {
      try {
        const version = text.getVersionId();
        const { edits } = await client.sql.rename({
          sql: text.getValue(),
          offset: text.getOffsetAt(position),
          name,
        });
        return {
          edits: edits.map(({ start, end, text: next }) => ({
            resource: text.uri,
            versionId: version,
            textEdit: { range: rangeOf(text, start, end), text: next },
          })),
        };
      } catch (error) {
        return { edits: [], rejectReason: troubleOf(error, 'It was not renamed').message };
      }
    },
  });
}

function wordAt(text: editor.ITextModel, offset: number) {
  const range = rangeOf(text, offset, offset);
  return { range, text: '' };
}
