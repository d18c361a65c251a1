import { type editor, type IRange, languages } from 'monaco-editor/editor';
import { snowflakeId } from '../../../ui/monaco/snowflake-language.ts';
import { type Suggestion, type Surroundings, suggest } from './suggestions.ts';

/** Where the names of a text model are looked up now; asked whenever completion is wanted. */
type Lookup = () => Promise<Surroundings>;
const lookups = new WeakMap<editor.ITextModel, Lookup>();
let registered = false;

/** Completes names and words in a text model. Registered with the editor once for all models. */
export function completeWith(model: editor.ITextModel, lookup: Lookup): void {
  lookups.set(model, lookup);
  if (registered) return;
  registered = true;
  languages.registerCompletionItemProvider(snowflakeId, {
    triggerCharacters: ['.'],
    async provideCompletionItems(textModel, position) {
      const around = await lookups.get(textModel)?.();
      if (!around || textModel.isDisposed()) return { suggestions: [] };
      const word = textModel.getWordUntilPosition(position);
      const range = {
        startLineNumber: position.lineNumber,
        endLineNumber: position.lineNumber,
        startColumn: word.startColumn,
        endColumn: word.endColumn,
      };
      const found = suggest(textModel.getValue(), textModel.getOffsetAt(position), around);
      return { suggestions: found.map((suggestion, index) => toItem(suggestion, index, range)) };
    },
  });
}

const { CompletionItemKind, CompletionItemInsertTextRule } = languages;
const kinds: Record<Suggestion['kind'], languages.CompletionItemKind> = {
  column: CompletionItemKind.Field,
  table: CompletionItemKind.Class,
  view: CompletionItemKind.Interface,
  name: CompletionItemKind.Variable,
  keyword: CompletionItemKind.Keyword,
  function: CompletionItemKind.Function,
};

function toItem(suggestion: Suggestion, index: number, range: IRange): languages.CompletionItem {
  const { label, kind, insert, detail, order } = suggestion;
  const call = kind === 'function';
  return {
    label: { label, description: detail },
    kind: kinds[kind],
    insertText: call ? `${insert}($0)` : insert,
    insertTextRules: call ? CompletionItemInsertTextRule.InsertAsSnippet : CompletionItemInsertTextRule.None,
    range,
    sortText: `${order + 5}${String(index).padStart(5, '0')}`,
  };
}
