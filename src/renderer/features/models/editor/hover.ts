import type { SqlScopeAnswer } from '../../../../shared/contract/sql-columns.ts';
import { displayName, displayRelation } from '../../../../shared/domain/relation.ts';
import { snowflakeFunctions } from '../../../../shared/domain/snowflake-functions/index.ts';
import { counted } from '../../../ui/numbers.ts';
import { findRelation, findWriter, type Surroundings } from './surroundings.ts';

/** What is told of a word: paragraphs, of which those with `code` are SQL. */
export interface Hint {
  /** Where the word stands; UTF-16 offsets. */
  start: number;
  end: number;
  parts: ({ code: string } | { text: string })[];
}

type Meant = NonNullable<SqlScopeAnswer['meant']>;
type Relation = SqlScopeAnswer['relations'][number];
type Ago = (time: string) => string;

const shownColumns = 12;

/** What is known of the word at an offset: types, help, how fresh a table is. */
export function hintAt(
  text: string,
  offset: number,
  { meant, word }: SqlScopeAnswer,
  around: Surroundings,
  ago: Ago,
): Hint | undefined {
  const placeholder = placeholderAt(text, offset);
  if (placeholder) return { ...placeholder, parts: variableParts(placeholder.name, around) };
  const parts = meant && partsOf(meant, around, ago);
  return parts && parts.length > 0 ? { start: word.start, end: word.end, parts } : undefined;
}

function placeholderAt(text: string, offset: number) {
  for (const match of text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)) {
    const end = match.index + match[0].length;
    if (match.index <= offset && offset <= end) return { name: match[1] ?? '', start: match.index, end };
  }
  return undefined;
}

function variableParts(name: string, around: Surroundings): Hint['parts'] {
  const known = around.variables.find(variable => variable.name === name);
  if (!known) return [{ text: `No variable ${name} in ${around.environment}: a job or a run can give it` }];
  return [{ code: `${known.name} = ${known.value}` }, { text: `of ${known.of}` }];
}

function partsOf(meant: Meant, around: Surroundings, ago: Ago): Hint['parts'] {
  switch (meant.kind) {
    case 'function':
      return (snowflakeFunctions.get(meant.name)?.signatures ?? []).flatMap(({ text, help }) => [
        { code: text },
        { text: help },
      ]);
    case 'column':
      return [{ code: columnText(meant) }, ...originParts(meant), ...meant.undecided.map(text => ({ text }))];
    case 'relation':
      return relationParts(meant.relation, around, ago);
  }
}

const originWords: Record<Extract<Meant, { kind: 'column' }>['derivation'], string> = {
  identity: 'of',
  derived: 'calculated from',
  windowed: 'over a window, from',
  aggregated: 'aggregated from',
  constant: 'a constant',
  unknown: 'perhaps from',
};

function originParts({ derivation, sources }: Extract<Meant, { kind: 'column' }>): Hint['parts'] {
  if (derivation === 'constant') return [{ text: originWords.constant }];
  const names = sources.map(({ database, schema, name, column }) => nameOf([database, schema, name, column]));
  return names.length === 0 ? [] : [{ text: `${originWords[derivation]} ${names.join(', ')}` }];
}

function relationParts(relation: Relation, around: Surroundings, ago: Ago): Hint['parts'] {
  const columns = columnList(relation);
  if (relation.table) {
    const { database, schema, name } = relation.table;
    const written = [database, schema, name].filter(part => part !== null);
    return [...tableParts(written, around, ago), ...columns];
  }
  const what = relation.kind === 'cte' ? 'with' : relation.kind === 'function' ? 'function' : 'query';
  return [{ code: relation.name === null ? what : `${what} ${displayName(relation.name)}` }, ...columns];
}

function tableParts(name: string[], around: Surroundings, ago: Ago): Hint['parts'] {
  const relation = findRelation(name, around);
  const writer = findWriter(name, around);
  const parts: Hint['parts'] = [];
  if (relation) {
    const rows = relation.rows === undefined ? '' : ` · ${counted(relation.rows, 'row')}`;
    parts.push(
      { code: displayRelation(relation) },
      { text: `${relation.type} in ${around.environment}${rows}` },
    );
    if (relation.comment) parts.push({ text: relation.comment });
    if (relation.last_altered_at) parts.push({ text: `Changed ${ago(relation.last_altered_at)}` });
  } else if (writer) {
    parts.push({ code: displayRelation(writer.target) }, { text: `Not in ${around.environment} yet` });
  } else {
    parts.push({ code: nameOf(name) });
    if (around.relations.length > 0) parts.push({ text: `Not in the catalogue of ${around.environment}` });
  }
  if (writer) {
    const { lastRun, model, job } = writer;
    const state =
      lastRun === null
        ? 'never run'
        : `last run ${lastRun.state}${lastRun.endedAt ? ` ${ago(lastRun.endedAt)}` : ''}`;
    parts.push({ text: `Built from model ${model.name} by ${job.name}, ${state}` });
  }
  return parts;
}

function columnList({ columns, complete }: Relation): Hint['parts'] {
  if (columns.length === 0) return [];
  const lines = columns.slice(0, shownColumns).map(columnText);
  const more = columns.length - lines.length;
  const rest =
    more > 0 ? `and ${counted(more, 'more column', 'more columns')}` : complete ? '' : 'and others';
  return [{ code: lines.join('\n') }, ...(rest === '' ? [] : [{ text: rest }])];
}

const columnText = ({ name, type }: { name: string; type: string | null }) =>
  [displayName(name), type].filter(Boolean).join(' ');

const nameOf = (parts: readonly (string | null)[]) =>
  parts
    .filter(part => part !== null)
    .map(part => (part === '*' ? part : displayName(part)))
    .join('.');
