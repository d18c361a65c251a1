import type { Phrase, SearchField } from '../../../shared/domain/search.ts';

/** The columns of the index. */
const columns: Record<SearchField, string> = {
  sql: 'sql',
  message: 'message',
  tag: 'tags',
  author: 'author',
  docs: 'docs',
};

/**
 * What FTS5 is asked for phrases, all of which have to be there. They hold letters and digits only, in quotes: whatever
 * somebody types, it is never read as the syntax of FTS5.
 */
export function ftsQuery(phrases: readonly Phrase[], fields: readonly SearchField[] = []): string {
  const all = phrases.map(({ words, open }) => `"${words.join(' ')}"${open ? ' *' : ''}`).join(' AND ');
  const where = fields.map(field => columns[field]).join(' ');
  return where === '' ? all : `{${where}} : (${all})`;
}
