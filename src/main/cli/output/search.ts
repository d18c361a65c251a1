import type { SearchHit, SearchMatch } from '../../../shared/contract/models.ts';
import type { Paint } from './styles.ts';
import type { Terminal } from './terminal.ts';
import { safe } from './text.ts';
import { ago } from './times.ts';

/** Versions in which something was found, each with the lines it was found in. */
export function searchText(hits: SearchHit[], { paint, now }: Terminal): string {
  if (hits.length === 0) return 'No version holds that.';
  return hits
    .map(({ model, version, latest, matches, more }) => {
      const tags = version.tags.length === 0 ? '' : ` (${version.tags.map(safe).join(', ')})`;
      const about = [
        latest ? 'latest' : '',
        safe(version.message),
        safe(version.author),
        ago(version.created_at, now),
      ];
      const head = `${paint('bold', safe(model.name))} v${version.number}${tags}  ${paint('dim', about.filter(Boolean).join(' · '))}`;
      const lines = matches.map(match => `  ${place(match, paint)} ${marked(match, paint)}`);
      return [head, ...lines, ...(more ? [paint('dim', '  …')] : [])].join('\n');
    })
    .join('\n\n');
}

function place({ field, line }: SearchMatch, paint: Paint): string {
  return paint('dim', `${line === null ? field : `${field}:${line}`}:`);
}

function marked({ text, ranges }: SearchMatch, paint: Paint): string {
  let at = 0;
  let result = '';
  for (const [from, to] of ranges) {
    result += safe(text.slice(at, from)) + paint('yellow', safe(text.slice(from, to)));
    at = to;
  }
  return (result + safe(text.slice(at))).trim();
}
