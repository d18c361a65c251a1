import { editor, type IRange, languages, type Position, Range } from 'monaco-editor/editor';
import { snowflakeId } from '../../../ui/monaco/snowflake-language.ts';
import { ctePreviews } from '../../../ui/sql/ctes.ts';
import { relativeTime } from '../../../ui/time.ts';
import { callAt } from './call-at.ts';
import { registerDefinitions } from './definitions.ts';
import { hintAt } from './hover.ts';
import { rangeOf } from './ranges.ts';
import { registerRename } from './rename.ts';
import { type Suggestion, suggest } from './suggestions.ts';
import type { TextServices } from './text-services.ts';

const services = new WeakMap<editor.ITextModel, TextServices>();
const previewCommand = 'slipway.previewCte';
let registered = false;

/** Completion, help, renaming and the like for a text model. Registered with the editor once for all models. */
export function serveLanguage(model: editor.ITextModel, own: TextServices): void {
  services.set(model, own);
  if (registered) return;
  registered = true;
  registerCompletion();
  registerHelp();
  registerDefinitions(text => services.get(text));
  registerRename();
  registerCtePreview();
}

/** How long whoever types waits for names, and whoever wants to read about one. */
const typingMs = 400;
const readingMs = 3_000;

/** Asks again while the warehouse is being asked for columns: each answer waits a while for them. */
async function patientScope(own: TextServices, sql: string, offset: number, patienceMs: number) {
  const began = performance.now();
  let scope = await own.scope(sql, offset);
  while (scope.looking_up && performance.now() - began < patienceMs) scope = await own.scope(sql, offset);
  return scope;
}

/** What can be named at a place, and what it means; null where nobody serves the text, or it is gone meanwhile. */
async function ask(text: editor.ITextModel, position: Position, patienceMs: number) {
  const own = services.get(text);
  if (!own) return null;
  const sql = text.getValue();
  const offset = text.getOffsetAt(position);
  const [around, scope] = await Promise.all([
    own.surroundings(patienceMs),
    patientScope(own, sql, offset, patienceMs),
  ]);
  return text.isDisposed() ? null : { sql, offset, around, scope };
}

function registerCompletion(): void {
  languages.registerCompletionItemProvider(snowflakeId, {
    triggerCharacters: ['.', '{', ':'],
    async provideCompletionItems(text, position, context) {
      const before = text.getLineContent(position.lineNumber).slice(0, position.column - 1);
      // One colon goes into a value, of which nothing is known; two ask for a type.
      if (context.triggerCharacter === ':' && !before.endsWith('::')) return { suggestions: [] };
      if (context.triggerCharacter === '{' && !before.endsWith('{{')) return { suggestions: [] };
      const asked = await ask(text, position, typingMs).catch(() => null);
      if (!asked) return { suggestions: [] };
      const word = text.getWordUntilPosition(position);
      const range = new Range(position.lineNumber, word.startColumn, position.lineNumber, word.endColumn);
      const suggestions = suggest(asked.sql, asked.offset, asked.scope, asked.around);
      return {
        suggestions: suggestions.map((suggestion, index) => toItem(suggestion, index, range)),
        // Columns may be known when it is asked again.
        incomplete: asked.scope.looking_up,
      };
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
  type: CompletionItemKind.TypeParameter,
  variable: CompletionItemKind.Constant,
};

function toItem(suggestion: Suggestion, index: number, range: IRange): languages.CompletionItem {
  const { label, kind, insert, detail, help, order } = suggestion;
  const isSnippet = kind === 'function';
  const call = insert.includes('$1') ? insert : insert + '($0)';
  return {
    label: { label, description: detail },
    kind: kinds[kind],
    insertText: isSnippet ? call : insert,
    insertTextRules: isSnippet
      ? CompletionItemInsertTextRule.InsertAsSnippet
      : CompletionItemInsertTextRule.None,
    range,
    sortText: `${order + 5}${String(index).padStart(5, '0')}`,
    ...(help === undefined ? {} : { documentation: { value: code(help) } }),
    ...(isSnippet
      ? { command: { id: 'editor.action.triggerParameterHints', title: 'Show the parameters' } }
      : {}),
  };
}

function registerHelp(): void {
  languages.registerHoverProvider(snowflakeId, {
    async provideHover(text, position) {
      const asked = await ask(text, position, readingMs).catch(() => null);
      if (!asked) return null;
      const now = Date.now();
      const ago = (time: string) => relativeTime(Date.parse(time), now);
      const hint = hintAt(asked.sql, asked.offset, asked.scope, asked.around, ago);
      if (!hint) return null;
      const contents = hint.parts.map(part => ({
        value: 'code' in part ? code(part.code) : escaped(part.text),
      }));
      return { contents, range: rangeOf(text, hint.start, hint.end) };
    },
  });
  languages.registerSignatureHelpProvider(snowflakeId, {
    signatureHelpTriggerCharacters: ['(', ','],
    signatureHelpRetriggerCharacters: [')'],
    provideSignatureHelp(text, position) {
      const call = callAt(text.getValue(), text.getOffsetAt(position));
      if (!call) return null;
      const { signatures } = call.called;
      const fitting = signatures.findIndex(({ parameters }) => parameters.length > call.argument);
      const value: languages.SignatureHelp = {
        signatures: signatures.map(({ text: label, help, parameters }) => ({
          label,
          documentation: { value: escaped(help) },
          parameters: parameters.map(({ start, end }) => ({ label: [start, end] as [number, number] })),
        })),
        activeSignature: Math.max(0, fitting),
        activeParameter: call.argument,
      };
      return { value, dispose() {} };
    },
  });
}

function registerCtePreview(): void {
  editor.registerCommand(previewCommand, (_, uri: string, start: number) => {
    const text = editor.getModels().find(model => model.uri.toString() === uri);
    const cte = text && ctePreviews(text.getValue()).find(candidate => candidate.start === start);
    if (text && cte) services.get(text)?.previewCte(cte);
  });
  languages.registerCodeLensProvider(snowflakeId, {
    provideCodeLenses(text) {
      if (!services.has(text)) return { lenses: [], dispose() {} };
      const lenses = ctePreviews(text.getValue()).map(({ name, start, end }) => ({
        range: rangeOf(text, start, end),
        command: {
          id: previewCommand,
          title: `Preview up to ${name}`,
          arguments: [text.uri.toString(), start],
        },
      }));
      return { lenses, dispose() {} };
    },
  });
}

/** SQL as a block of Markdown: whatever it says, it is shown as it is. */
const code = (sql: string) => `\`\`\`${snowflakeId}\n${sql.replaceAll('```', "'''")}\n\`\`\``;

/** A text that Markdown shows as it is. */
const escaped = (text: string) => text.replaceAll(/[\\`*_{}[\]<>()#+\-.!|~&]/g, '\\$&');
