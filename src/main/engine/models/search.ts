import type { SearchHit, SearchMatch } from '../../../shared/contract/models.ts';
import {
  findPhrases,
  type Phrase,
  parseSearch,
  type Range,
  type SearchField,
  searchFields,
} from '../../../shared/domain/search.ts';
import type { Context } from '../context.ts';
import { numberAfter } from '../lookup.ts';
import type { FoundVersionRow } from '../store/models.ts';
import type { Models } from './models.ts';
import { ftsQuery } from './search-query.ts';
import { readDocs } from './stored-docs.ts';
import type { Versions } from './versions.ts';

/** Places and lines that one hit tells of; more are not looked for. */
const maxPlaces = 40;
const maxMatches = 8;
/** Characters of a line that are shown, some of them before what was found. */
const maxLine = 200;
const before = 40;

interface SearchInput {
  search: string;
  model?: string | undefined;
  in?: SearchField[] | undefined;
  latest: boolean;
  limit: number;
  after?: string | undefined;
}

/** Searching the versions of all models. */
export function createVersionSearch(context: Context, models: Models, versions: Versions) {
  const sql = context.store.sql.models;

  return {
    find(input: SearchInput): { hits: SearchHit[]; next: string | null } {
      const model = input.model === undefined ? null : models.row(input.model).id;
      const phrases = parseSearch(input.search);
      if (phrases.length === 0) return { hits: [], next: null };
      const rows = sql.foundVersions.all({
        query: ftsQuery(phrases, input.in),
        model,
        latest: input.latest ? 1 : 0,
        before: numberAfter(input.after, Number.MAX_SAFE_INTEGER),
        limit: input.limit + 1,
      });
      const page = rows.slice(0, input.limit);
      return {
        hits: page.map(row => toHit(row, phrases, input.in ?? searchFields)),
        next: rows.length > input.limit ? String(page.at(-1)?.id) : null,
      };
    },
  };

  function toHit(row: FoundVersionRow, phrases: Phrase[], fields: readonly SearchField[]): SearchHit {
    const version = versions.toSummary(row);
    const docs = readDocs(row.docs_json);
    const texts: Record<SearchField, string[]> = {
      sql: [row.sql],
      message: [row.message],
      tag: version.tags,
      author: [row.author],
      docs: [docs.description, ...docs.columns.map(({ name, description }) => `${name}: ${description}`)],
    };
    const matches = searchFields
      .filter(field => fields.includes(field))
      .flatMap(field => texts[field].flatMap(text => matchesIn(field, text, phrases)));
    return {
      model: { id: row.model_id, name: row.model_name },
      version,
      latest: row.number === row.latest_version,
      matches: matches.slice(0, maxMatches),
      more: matches.length > maxMatches,
    };
  }
}

/** Part of a text, both ends as offsets in it. */
interface Shown {
  line: number;
  from: number;
  to: number;
  ranges: Range[];
}

/** The lines of a text in which something was found. */
function matchesIn(field: SearchField, text: string, phrases: Phrase[]): SearchMatch[] {
  const parts: Shown[] = [];
  let line = 1;
  let counted = 0;
  for (const [from, to] of findPhrases(text, phrases, maxPlaces)) {
    const last = parts.at(-1);
    if (last && from < last.to) {
      last.ranges.push([from, Math.min(to, last.to)]);
      continue;
    }
    for (let at = text.indexOf('\n', counted); at !== -1 && at < from; at = text.indexOf('\n', at + 1)) {
      line++;
      counted = at + 1;
    }
    const shown = from - counted > maxLine - before ? from - before : counted;
    // What stands on several lines is marked on the first.
    const end = Math.min(lineEnd(text, from), shown + maxLine);
    parts.push({ line, from: shown, to: end, ranges: [[from, Math.min(to, end)]] });
  }
  return parts.map(part => ({
    field,
    line: field === 'sql' ? part.line : null,
    text: text.slice(part.from, part.to),
    ranges: part.ranges.map(([from, to]): Range => [from - part.from, to - part.from]),
  }));
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  const line = end === -1 ? text.length : end;
  return text[line - 1] === '\r' ? line - 1 : line;
}
