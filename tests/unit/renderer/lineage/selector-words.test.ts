import { expect, test } from 'vitest';
import type { LineageNode } from '../../../../src/shared/contract/lineage.ts';
import { completed, completionAt } from '../../../../src/renderer/features/lineage/selector-words.ts';

const model = (name: string, labels: string[], owner: string): LineageNode => ({
  kind: 'model',
  key: `model:${name}`,
  name,
  model_id: 1,
  description: '',
  owner,
  labels,
  text: 'version',
  problem: null,
  builds: [],
  freshness: null,
});
const nodes: LineageNode[] = [
  model('daily_orders', ['finance', 'end of day'], 'Ada Marsh'),
  model('orders', ['finance'], ''),
  {
    kind: 'source',
    key: 'source:1',
    name: 'LAKE.RAW."odd name"',
    relation: { database: 'LAKE', schema: 'RAW', name: 'odd name' },
    written_by: [],
  },
];

/** The caret is at the bar; what would stand there with each of the names. */
function offered(marked: string): string[] {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  const completion = completionAt(text, caret, nodes);
  return completion.names.map(name => completed(text, completion, name).text);
}

test.each([
  ['ord|', ['orders', 'daily_orders']],
  ['2+da|+1', ['2+daily_orders+1']],
  ['+ord|xyz+', ['+orders+', '+daily_orders+']],
  ['daily_orders,la|', ['daily_orders,label:']],
  ['label:|', ['label:finance', 'label:"end of day"']],
  ['label:"end o| x', ['label:"end of day"']],
  ['owner:a|', ['owner:"Ada Marsh"']],
  ['orders source:odd|', ['orders source:LAKE.RAW."odd name"']],
  ['LABEL:FIN|', ['LABEL:finance']],
  ['daily_orders|', []],
  ['nothing:|', []],
])('%s', (text, expected) => {
  expect(offered(text)).toEqual(expected);
});

test('a name is offered once, and the caret goes behind it', () => {
  const completion = completionAt('+o orders', 2, nodes);
  expect(completion.names).toEqual(['orders', 'owner:', 'daily_orders', 'job:', 'source:']);
  expect(completed('+o orders', completion, 'daily_orders')).toEqual({
    text: '+daily_orders orders',
    caret: 13,
  });
});
