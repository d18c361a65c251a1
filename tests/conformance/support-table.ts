import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { areas, titleOf } from './case.ts';
import { cases } from './cases/index.ts';
import { fakesnowGaps, gapsByTitle } from './gaps.ts';

/** The page that has the table. */
export const supportPage = resolve(import.meta.dirname, '../../docs/snowflake.md');

const begin = '<!-- Written by: npm run support-table -->';
const end = '<!-- Until here -->';

/**
 * What is tested against what, in Markdown. Every case passes on the protocol server, and on fakesnow unless it is listed as
 * a gap: the suite fails otherwise, so that nothing has to be run to know.
 */
export function supportTable(): string {
  const known = gapsByTitle(fakesnowGaps);
  const row = (name: string, titles: string[]) => {
    const gaps = titles.filter(title => known.has(title)).length;
    const fakesnow = `${titles.length - gaps}${gaps === 0 ? '' : `, ${counted(gaps, 'known gap')}`}`;
    return `| ${name} | ${titles.length} | ${titles.length} | ${fakesnow} | not yet |`;
  };
  const titles = cases.map(titleOf);
  const rows = areas.map(area => row(area, cases.filter(each => each.area === area).map(titleOf)));
  const reasons = fakesnowGaps.map(
    ({ reason, cases: { length } }) => `- ${reason} (${counted(length, 'case')}).`,
  );
  const gaps = known.size;
  const { length } = titles;
  return [
    '`npm test` says in one line what ran where, before its sum, and leaves the details in `test-results/conformance`:',
    '',
    '```',
    `protocol server ${length}/${length}; fakesnow ${length - gaps}, ${gaps} known gaps; live account: not run (SNOWFLAKE_TEST_ACCOUNT is not set)`,
    '```',
    '',
    '| what | cases | protocol server | fakesnow 0.11.14 | live account |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    row('all', titles),
    '',
    'Known gaps of fakesnow:',
    '',
    ...reasons,
  ].join('\n');
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** The page with the table as it is now. Throws where the page has no place for it. */
export function withSupportTable(page: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The page has no place for the table: ${begin} … ${end}`);
  return `${page.slice(0, from)}${begin}\n\n${supportTable()}\n\n${page.slice(to)}`;
}

if (import.meta.main) writeFileSync(supportPage, withSupportTable(readFileSync(supportPage, 'utf8')));
