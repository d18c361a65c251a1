import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { refusedFunctions } from '../../../src/main/engine/sql/translate/functions/refused.ts';
import type { GoldenFamily } from './golden/golden.ts';
import { operators } from './golden/operators.ts';
import { queryGroups } from './golden/queries.ts';
import { families } from './golden/tables.ts';

/** The page that has the table. */
export const localEnginePage = resolve(import.meta.dirname, '../../../docs/local-engine.md');

const begin = '<!-- Written by: npm run local-engine-page -->';
const end = '<!-- Until here -->';
const reference = 'https://docs.snowflake.com/en/sql-reference';

interface Counts {
  exact: number;
  noted: number;
  refused: number;
  expressions: number;
}

/** What is in the golden tables. */
export function counts({ title, functions }: GoldenFamily): Counts {
  const all = Object.values(functions);
  const noted = all.filter(({ note }) => note !== undefined).length;
  return {
    exact: all.length - noted,
    noted,
    refused: refusedOf(title).flatMap(({ names }) => names).length,
    expressions: all.reduce((sum, { golden }) => sum + golden.length, 0),
  };
}

export const queryCount = queryGroups.reduce((sum, { queries }) => sum + queries.length, 0);

function refusedOf(title: string): typeof refusedFunctions {
  return refusedFunctions.filter(({ family }) => family === title);
}

/** The page as Markdown: a sum, then a section for each part of the reference. */
function tables(): string {
  const titles = new Set(families.map(({ title }) => title));
  const others = [...new Set(refusedFunctions.map(({ family }) => family))].filter(
    family => !titles.has(family),
  );
  const rows = families.map(family => ({ title: family.title, ...counts(family) }));
  const rest: Counts = {
    exact: 0,
    noted: 0,
    refused: others.flatMap(refusedOf).flatMap(({ names }) => names).length,
    expressions: 0,
  };
  const all = [...rows, { title: 'Everything else', ...rest }];
  const sum = (key: keyof Counts) => all.reduce((total, row) => total + row[key], 0);
  return [
    `Of what is on this page ${sum('exact')} entries are exact, ${sum('noted')} exact with a note, ${sum('refused')} refused. Tested with ${sum('expressions')} expressions and ${queryCount} whole queries.`,
    '',
    '| part of the reference | exact | exact with note | refused | golden expressions |',
    '| --- | --- | --- | --- | --- |',
    ...all.map(
      ({ title, exact, noted, refused, expressions }) =>
        `| ${title} | ${exact} | ${noted} | ${refused} | ${expressions} |`,
    ),
    '',
    ...families.flatMap(section),
    '## Everything else',
    '',
    ...others.flatMap(title => [`### ${title}`, '', ...refusedTable(title)]),
  ]
    .join('\n')
    .trimEnd();
}

function section(family: GoldenFamily): string[] {
  const entries = Object.entries(family.functions);
  const exact = entries.filter(([, { note }]) => note === undefined);
  const noted = entries.filter(([, { note }]) => note !== undefined);
  const named = (name: string, page?: string) => (family === operators ? name : link(name, page));
  const lines = [`## ${family.title}`, '', `[Reference](${reference}/${family.page})`, ''];
  if (exact.length > 0) {
    lines.push(`Exact: ${exact.map(([name, { page }]) => named(name, page)).join(', ')}.`, '');
  }
  if (noted.length > 0) {
    lines.push('| exact with note | |', '| --- | --- |');
    lines.push(...noted.map(([name, { page, note }]) => `| ${named(name, page)} | ${note} |`), '');
  }
  return [...lines, ...refusedTable(family.title)];
}

function refusedTable(title: string): string[] {
  const groups = refusedOf(title);
  if (groups.length === 0) return [];
  const rows = groups.map(
    ({ reason, names }) => `| ${names.map(name => `\`${name}\``).join(' ')} | ${reason} |`,
  );
  return ['| refused | as |', '| --- | --- |', ...rows, ''];
}

function link(name: string, page: string | undefined): string {
  return `[\`${name}\`](${reference}/functions/${page ?? name.toLowerCase()})`;
}

/** The page with the tables as they are now. Throws where the page has no place for them. */
export function withTables(page: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The page has no place for the tables: ${begin} … ${end}`);
  return `${page.slice(0, from)}${begin}\n\n${tables()}\n\n${page.slice(to)}`;
}

if (import.meta.main) writeFileSync(localEnginePage, withTables(readFileSync(localEnginePage, 'utf8')));
