import { type CteOutline, outlineOf, type QueryOutline } from './query-outline.ts';
import { statementRanges } from './tokens.ts';

/** A CTE of a text, and the query that shows what it holds. */
export interface CtePreview {
  /** Unquoted names in upper case. */
  name: string;
  /** Where it stands in the text, from its name to behind its parenthesis; UTF-16 offsets. */
  start: number;
  end: number;
  /** Where its statement begins: the query's places are relative to it. */
  from: number;
  /** The piece of the text the query was made of, from `from`. */
  source: string;
  /** The CTE with those it may read, each where it stands in the text. */
  sql: string;
}

/** All CTEs of a text whose parentheses are closed, in the order of their names. */
export function ctePreviews(text: string): CtePreview[] {
  const found: CtePreview[] = [];
  for (const { start, end } of statementRanges(text)) {
    const statement = text.slice(start, end);
    visit(outlineOf(statement), [], (cte, before) => {
      found.push({
        name: cte.name,
        start: start + cte.nameStart,
        end: start + cte.end,
        from: start,
        source: statement.slice(0, cte.end),
        sql: upTo(statement, cte, before),
      });
    });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** The innermost CTE at an offset. */
export function cteAt(text: string, offset: number): CtePreview | undefined {
  return ctePreviews(text).findLast(({ start, end }) => start <= offset && offset <= end);
}

interface Seen {
  cte: CteOutline;
  query: QueryOutline;
}

function visit(query: QueryOutline, around: Seen[], tell: (cte: CteOutline, before: Seen[]) => void): void {
  const before = [...around];
  for (const cte of query.ctes) {
    visit(cte.query, before, tell);
    if (cte.closed) tell(cte, [...before, { cte, query }]);
    before.push({ cte, query });
  }
  for (const select of query.selects) for (const inner of select.inner) visit(inner.query, before, tell);
}

/** Everything that is left out becomes blanks: the places of errors are those of the text. */
function upTo(statement: string, last: CteOutline, before: Seen[]): string {
  // What an inner WITH names again hides the outer one.
  const kept = before.filter(
    ({ cte }, index) => !before.slice(index + 1).some(later => later.cte.name === cte.name),
  );
  const characters = [...blank(statement.slice(0, last.end))];
  const put = (at: number, text: string) => {
    for (let index = 0; index < text.length; index++) characters[at + index] = text[index] ?? '';
  };
  kept.forEach(({ cte, query }, index) => {
    if (index === 0)
      put(
        query.withStart,
        statement.slice(query.withStart, cte.nameStart).match(/^with(\s+recursive)?\b/i)?.[0] ?? 'with',
      );
    else put(firstBlank(characters, kept[index - 1]?.cte.end ?? 0), ',');
    put(cte.nameStart, statement.slice(cte.nameStart, cte.end));
  });
  return `${characters.join('')}\nselect * from ${statement.slice(last.nameStart, last.nameEnd)}`;
}

const blank = (text: string) => text.replaceAll(/[^\n]/g, ' ').split('');

function firstBlank(characters: readonly string[], from: number): number {
  let at = from;
  while (characters[at] === '\n') at++;
  return at;
}
