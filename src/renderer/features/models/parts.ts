import { displayName } from '../../../shared/domain/relation.ts';
import type { CtePreview } from '../../ui/sql/ctes.ts';
import { statementAt, statementRanges } from '../../ui/sql/tokens.ts';

/** Which text something was done with, and where it stands in the draft. */
export interface TextPart {
  /** "Draft", "Selection", "Statement at line 12", "v3". */
  label: string;
  sql: string;
  /** Where it begins in the draft, both from 1; places the engine tells are relative to it. Absent for versions. */
  from?: { line: number; column: number };
  /** The piece of the draft that the text was made of, where it is no piece itself. */
  source?: string;
}

/** What a person means by "run this": the selection, the statement under the caret, or the whole text. */
export function pickPart(text: string, selection: { start: number; end: number }): TextPart | undefined {
  if (selection.end > selection.start) {
    const sql = text.slice(selection.start, selection.end);
    return statementRanges(sql).length === 0
      ? undefined
      : { label: 'Selection', sql, from: placeOf(text, selection.start) };
  }
  const statement = statementAt(text, selection.start);
  if (!statement) return undefined;
  const from = placeOf(text, statement.start);
  const label = statementRanges(text).length === 1 ? 'Draft' : `Statement at line ${from.line}`;
  return { label, sql: text.slice(statement.start, statement.end), from };
}

/** What shows what a CTE holds. */
export function partOfCte(text: string, cte: CtePreview): TextPart {
  return {
    label: `Up to ${displayName(cte.name)}`,
    sql: cte.sql,
    from: placeOf(text, cte.from),
    source: cte.source,
  };
}

/** Whether the draft still says what `part` said when something was done with it. */
export function isStillThere(text: string, part: TextPart): boolean {
  // A version never changes.
  if (!part.from) return true;
  if (part.source !== undefined) return text.includes(part.source);
  if (part.label === 'Selection') return text.includes(part.sql);
  const statements = statementRanges(text);
  if (part.label === 'Draft' && statements.length !== 1) return false;
  return statements.some(({ start, end }) => text.slice(start, end) === part.sql);
}

/** Whether what the engine said of a text, if anything, is about what stands there now. */
export const isWhatRan = (text: string, done: { status: string; part?: TextPart }) =>
  done.part === undefined || isStillThere(text, done.part);

/** Line and column of an offset, both from 1. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lines = before.split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** A place in a part of the draft as a place in the draft. */
export function placeInDraft(
  place: { line: number; column: number },
  from: { line: number; column: number } = { line: 1, column: 1 },
): { line: number; column: number } {
  return {
    line: from.line + place.line - 1,
    column: place.line === 1 ? from.column + place.column - 1 : place.column,
  };
}
