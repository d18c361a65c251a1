import type { DocsReport } from '../../../shared/contract/docs.ts';
import type { OriginStatus } from '../../../shared/contract/models.ts';
import type { Terminal } from './terminal.ts';
import { indent, safe, safeLines } from './text.ts';
import { moment } from './times.ts';

/** What is written about a text, and what is missing or in the wrong place. */
export function docsText({ label, docs, columns, unknown }: DocsReport, { paint }: Terminal): string {
  const described = columns ?? docs.columns;
  const about =
    docs.description === ''
      ? paint('dim', 'nothing is written about it')
      : safeLines(docs.description.trimEnd());
  const each = described.map(({ name, description }) => {
    const shown = name === '' ? paint('dim', '(no name)') : paint('bold', safe(name));
    const text =
      description === '' ? paint('dim', 'nothing is written about it') : safeLines(description.trim());
    return `  ${shown}\n${indent(text, '    ')}`;
  });
  const wrong = unknown.map(({ name, meant }) => {
    const hint = meant === null ? '' : `; did you mean ${safe(meant)}?`;
    return `  ${paint('yellow', safe(name))} is no output column${hint}`;
  });
  const note = columns === null ? [paint('dim', 'Its SQL alone does not tell which columns there are.')] : [];
  return [
    `${paint('dim', safe(label))}\n${about}`,
    ...(each.length > 0 ? [`${paint('dim', 'columns')}\n${each.join('\n')}`] : []),
    ...(wrong.length > 0 ? [`${paint('dim', 'not in the query')}\n${wrong.join('\n')}`] : []),
    ...note,
  ].join('\n\n');
}

const states = {
  same: { text: 'not changed since', style: 'green' },
  changed: { text: 'changed since', style: 'yellow' },
  missing: { text: 'missing', style: 'red' },
  unreadable: { text: 'cannot be read', style: 'red' },
} as const;

export function originText(name: string, origin: OriginStatus | null, terminal: Terminal): string {
  if (origin === null) return `${name} comes from no file.`;
  const { text, style } = states[origin.state];
  return terminal.facts([
    ['file', origin.path],
    ['state', { text, style }],
    ['', origin.message],
    ['taken', moment(origin.taken_at, terminal.now)],
    ['written', origin.modified_at === null ? null : moment(origin.modified_at, terminal.now)],
  ]);
}
