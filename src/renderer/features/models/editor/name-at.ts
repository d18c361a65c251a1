import { parseNameParts } from '../../../../shared/domain/relation.ts';
import { type Scope, type ScopeColumn, type ScopeTable, resolve, scopeAt } from '../../../ui/sql/scope.ts';
import { type SqlToken, sqlTokens, statementAt } from '../../../ui/sql/tokens.ts';
import { findRelation, type Surroundings } from './surroundings.ts';

interface Placed {
  /** Where it stands in the text; UTF-16 offsets. */
  start: number;
  end: number;
}

/** What a word of the text is, as far as can be told. */
export type NameAt = Placed &
  (
    | { kind: 'variable'; name: string }
    | { kind: 'function'; name: string }
    | { kind: 'table'; table: ScopeTable }
    /** The name or a use of a CTE; `at` is where it is given. */
    | { kind: 'cte'; name: string; columns: ScopeColumn[] | null; at: number }
    | { kind: 'column'; column: ScopeColumn }
  );

/** What stands at an offset; undefined for words of the language, texts, and what is not known. */
export function nameAt(text: string, offset: number, around: Surroundings): NameAt | undefined {
  const range = statementAt(text, offset);
  if (!range || offset < range.start || offset > range.end) return undefined;
  const statement = text.slice(range.start, range.end);
  const within = offset - range.start;
  const tokens = sqlTokens(statement);
  const index = tokens.findIndex(
    ({ kind, start, end }) => kind !== 'sign' && start <= within && within <= end,
  );
  const token = tokens[index];
  if (!token || index < 0) return undefined;
  const piece = (at: number) => statement.slice(tokens[at]?.start, tokens[at]?.end);
  const place = { start: range.start + token.start, end: range.start + token.end };
  if (token.kind === 'variable') {
    const name = /^\{\{\s*(\w+)\s*\}\}$/.exec(piece(index))?.[1];
    return name === undefined ? undefined : { ...place, kind: 'variable', name };
  }
  if (token.kind !== 'word' && token.kind !== 'quoted') return undefined;
  const path = pathTo(index, tokens, piece);
  const scope = scopeAt(statement, within, name => findRelation(name, around)?.columns);
  return (
    tableAt(path, within, scope, range.start, place) ??
    functionAt(index, tokens, piece, place) ??
    columnAt(path, scope, range.start, place)
  );
}

/** The dotted name up to and with a token. */
function pathTo(index: number, tokens: readonly SqlToken[], piece: (at: number) => string): string[] {
  let first = index;
  while (first >= 2 && piece(first - 1) === '.' && tokens[first - 2]?.kind !== 'sign') first -= 2;
  const parts: string[] = [];
  for (let at = first; at <= index; at += 2) parts.push(parseNameParts(piece(at))?.[0] ?? '');
  return parts;
}

function tableAt(
  path: string[],
  within: number,
  scope: Scope,
  from: number,
  place: Placed,
): NameAt | undefined {
  const given = scope.ctes.find(({ outline }) => outline.nameStart <= within && within <= outline.nameEnd);
  if (given) return cte(given, from, place);
  const table = scope.tables.find(({ start, end, outer }) => !outer && start <= within && within <= end);
  if (!table || table.kind === 'derived' || table.kind === 'function') return undefined;
  const part = path.at(-1);
  if (part !== table.alias && !table.name.includes(part ?? '')) return undefined;
  return ofTable(table, scope, from, place);
}

function ofTable(table: ScopeTable, scope: Scope, from: number, place: Placed): NameAt {
  const named = table.kind === 'cte' ? scope.ctes.find(({ name }) => name === table.name[0]) : undefined;
  return named ? cte(named, from, place) : { ...place, kind: 'table', table };
}

function cte({ name, columns, outline }: Scope['ctes'][number], from: number, place: Placed): NameAt {
  return { ...place, kind: 'cte', name, columns, at: from + outline.nameStart };
}

function functionAt(
  index: number,
  tokens: readonly SqlToken[],
  piece: (at: number) => string,
  place: Placed,
): NameAt | undefined {
  if (tokens[index]?.kind !== 'word' || piece(index - 1) === '.') return undefined;
  const name = piece(index).toUpperCase();
  const called = piece(index + 1) === '(';
  return called || /^(CURRENT_|LOCALTIME)/.test(name) ? { ...place, kind: 'function', name } : undefined;
}

function columnAt(path: string[], scope: Scope, from: number, place: Placed): NameAt | undefined {
  const column = resolve(path, scope.tables);
  if (column) return { ...place, kind: 'column', column };
  const table = path.length === 1 ? scope.tables.find(({ alias }) => alias === path[0]) : undefined;
  return table && ofTable(table, scope, from, place);
}
