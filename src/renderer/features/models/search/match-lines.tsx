import type { SearchHit, SearchMatch } from '../../../../shared/contract/models.ts';
import classes from './search.module.css';

const fieldWords: Record<SearchMatch['field'], string> = {
  sql: 'SQL',
  message: 'message',
  tag: 'tag',
  author: 'author',
  docs: 'docs',
};

interface Props {
  hit: Pick<SearchHit, 'matches' | 'more'>;
  limit?: number;
  /** Characters before what was found first that there is room for. */
  lead?: number;
}

/** Where something was found in a version, line by line, what was found marked. */
export function MatchLines({ hit, limit = 8, lead = 12 }: Props) {
  const shown = hit.matches.slice(0, limit);
  const rest = hit.matches.length - shown.length;
  return (
    <ul className={classes.matches}>
      {shown.map((match, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a fixed list
        <li key={index} className={classes.match}>
          <span className={classes.place}>{match.line ?? fieldWords[match.field]}</span>
          <Marked match={match} lead={lead} />
        </li>
      ))}
      {(rest > 0 || hit.more) && (
        <li className={classes.rest}>{hit.more ? 'and more' : `and ${rest} more`}</li>
      )}
    </ul>
  );
}

function Marked({ match: { field, text, ranges }, lead }: { match: SearchMatch; lead: number }) {
  const [first = [0, 0]] = ranges;
  // Indentation says nothing here.
  const indent = Math.min(text.length - text.trimStart().length, first[0]);
  const from = Math.max(indent, first[0] - lead);
  const ends = [from, ...ranges.map(([, end]) => end)];
  return (
    <span className={field === 'sql' ? classes.code : classes.prose} title={text.trim()}>
      {from > indent && '…'}
      {ranges.map(([start, end], index) => (
        <span key={start}>
          {text.slice(ends[index], start)}
          <mark>{text.slice(start, end)}</mark>
        </span>
      ))}
      {text.slice(ends.at(-1))}
    </span>
  );
}
