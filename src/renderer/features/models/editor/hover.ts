import { displayName, displayRelation } from '../../../../shared/domain/relation.ts';
import { snowflakeFunctions } from '../../../../shared/domain/snowflake-functions/index.ts';
import type { ScopeColumn } from '../../../ui/sql/scope.ts';
import { counted } from '../../../ui/numbers.ts';
import { type NameAt, nameAt } from './name-at.ts';
import { findRelation, findWriter, type Surroundings } from './surroundings.ts';

/** What is told of a word: paragraphs, of which those with `code` are SQL. */
export interface Hint {
  start: number;
  end: number;
  parts: ({ code: string } | { text: string })[];
}

const shownColumns = 12;

/** What is known of the word at an offset: types, help, how fresh a table is. */
export function hintAt(
  text: string,
  offset: number,
  around: Surroundings,
  ago: (time: string) => string,
): Hint | undefined {
  const found = nameAt(text, offset, around);
  const parts = found && partsOf(found, around, ago);
  return parts && parts.length > 0 ? { start: found.start, end: found.end, parts } : undefined;
}

function partsOf(found: NameAt, around: Surroundings, ago: (time: string) => string): Hint['parts'] {
  switch (found.kind) {
    case 'variable': {
      const known = around.variables.find(({ name }) => name === found.name);
      if (!known)
        return [{ text: `No variable ${found.name} in ${around.environment}: a job or a run can give it` }];
      return [{ code: `${known.name} = ${known.value}` }, { text: `of ${known.of}` }];
    }
    case 'function': {
      const known = snowflakeFunctions.get(found.name);
      return (known?.signatures ?? []).flatMap(({ text, help }) => [{ code: text }, { text: help }]);
    }
    case 'cte':
      return [{ code: `with ${displayName(found.name)}` }, ...columnList(found.columns)];
    case 'column': {
      const { name, type, of } = found.column;
      return [
        { code: `${displayName(name)} ${type}`.trim() },
        ...(of === '' ? [] : [{ text: `of ${displayName(of)}` }]),
      ];
    }
    case 'table':
      return tableParts(found.table.name, around, ago);
  }
}

function tableParts(name: string[], around: Surroundings, ago: (time: string) => string): Hint['parts'] {
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
  } else if (around.relations.length > 0) {
    parts.push({
      text: `${name.map(displayName).join('.')} is not in the catalogue of ${around.environment}`,
    });
  }
  if (writer) {
    const { lastRun, model, job } = writer;
    const state =
      lastRun === null
        ? 'never run'
        : `last run ${lastRun.state}${lastRun.endedAt ? ` ${ago(lastRun.endedAt)}` : ''}`;
    parts.push({ text: `Built from model ${model.name} by ${job.name}, ${state}` });
  }
  return [...parts, ...columnList(relation?.columns.map(column => ({ ...column, of: '' })) ?? null)];
}

function columnList(columns: readonly ScopeColumn[] | null): Hint['parts'] {
  if (!columns || columns.length === 0) return [];
  const lines = columns.slice(0, shownColumns).map(({ name, type }) => `${displayName(name)} ${type}`.trim());
  const more = columns.length - lines.length;
  return [
    { code: lines.join('\n') },
    ...(more > 0 ? [{ text: `and ${counted(more, 'more column', 'more columns')}` }] : []),
  ];
}
