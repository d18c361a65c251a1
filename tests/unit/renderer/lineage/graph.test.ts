import { describe, expect, test } from 'vitest';
import { neighboursOf, stepFrom, wayThrough } from '../../../../src/renderer/features/lineage/graph/walk.ts';
import {
  elkGraphOf,
  layoutOf,
  pathOf,
  type Layout,
} from '../../../../src/renderer/features/lineage/layout/elk-graph.ts';
import { sampleView } from '../../../bench/graph/sample.ts';

/** a and b are read by c; c by d (above) and e (below). */
const edges = [
  { from: 'a', to: 'c' },
  { from: 'b', to: 'c' },
  { from: 'c', to: 'd' },
  { from: 'c', to: 'e' },
];
const box = (x: number, y: number) => ({ x, y, width: 100, height: 40 });
const layout: Layout = {
  width: 500,
  height: 300,
  nodes: new Map([
    ['a', box(0, 0)],
    ['b', box(0, 90)],
    ['c', box(200, 60)],
    ['d', box(400, 0)],
    ['e', box(400, 200)],
  ]),
  edges: [],
};
const neighbours = neighboursOf(edges);

describe('walking with the keyboard', () => {
  test.each([
    ['c', 'left', 'b'],
    ['c', 'right', 'd'],
    ['d', 'left', 'c'],
    ['a', 'down', 'b'],
    ['b', 'up', 'a'],
    ['e', 'up', 'd'],
    ['a', 'left', undefined],
    ['c', 'up', undefined],
    ['e', 'first', 'a'],
    ['a', 'last', 'e'],
  ] as const)('from %s %s', (from, step, to) => {
    expect(stepFrom(from, step, layout, neighbours)).toBe(to);
  });

  test('begins anywhere with the first', () => {
    expect(stepFrom(undefined, 'right', layout, neighbours)).toBe('a');
    expect(stepFrom('gone', 'down', layout, neighbours)).toBe('a');
    expect(stepFrom(undefined, 'down', { ...layout, nodes: new Map() }, neighbours)).toBeUndefined();
  });

  test('the way through a node is all that leads to it and all it leads to, also round a cycle', () => {
    expect([...wayThrough('a', neighbours)].sort()).toEqual(['a', 'c', 'd', 'e']);
    expect([...wayThrough('c', neighbours)].sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    const round = neighboursOf([...edges, { from: 'd', to: 'a' }]);
    expect([...wayThrough('a', round)].sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});

describe('a layout', () => {
  test('is asked for with every node and edge, and read back with its lines', () => {
    const view = sampleView(40);
    const asked = elkGraphOf(view);
    expect(asked.children?.length).toBe(40);
    expect(asked.edges?.length).toBe(view.edges.length);
    const read = layoutOf({
      ...asked,
      width: 10,
      height: 20,
      children: [{ id: 'model:1', x: 1.4, y: 2.6, width: 3, height: 4 }],
      edges: [
        {
          id: 'e0',
          sources: ['model:1'],
          targets: ['model:2'],
          sections: [
            { id: 's', startPoint: { x: 0, y: 0 }, bendPoints: [{ x: 5, y: 5 }], endPoint: { x: 9, y: 9 } },
          ],
        },
        { id: 'e1', sources: ['model:1'], targets: ['model:1'] },
      ],
    });
    expect(read.nodes.get('model:1')).toEqual({ x: 1, y: 3, width: 3, height: 4 });
    expect(read.edges).toEqual([
      {
        from: 'model:1',
        to: 'model:2',
        points: [
          { x: 0, y: 0 },
          { x: 5, y: 5 },
          { x: 9, y: 9 },
        ],
      },
    ]);
  });

  test('draws a line that is level at its ends', () => {
    expect(
      pathOf([
        { x: 0, y: 0 },
        { x: 10, y: 20 },
      ]),
    ).toBe('M0 0C5 0 5 20 10 20');
    expect(pathOf([])).toBe('');
  });
});
