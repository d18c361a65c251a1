import { layerWords, type ResolvedVariable } from '../../../shared/domain/variables.ts';
import type { Cell } from './table.ts';
import type { Terminal } from './terminal.ts';

/** The variables of a run: a line each, with where it comes from. */
export function variablesText(variables: ResolvedVariable[], terminal: Terminal): string {
  return terminal.table(
    [
      { title: 'variable' },
      { title: 'type', keep: true },
      { title: 'value' },
      { title: 'from', keep: true },
      { title: 'instead of', optional: 1 },
    ],
    variables.map<Cell[]>(({ name, type, declared, value, layer, overrides }) => [
      name,
      declared ? type : { text: type, style: 'dim' },
      JSON.stringify(value),
      layerWords[layer],
      overrides.map(each => `${JSON.stringify(each.value)} (${each.layer})`).join(', '),
    ]),
  );
}
