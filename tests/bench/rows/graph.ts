import elkModule from 'elkjs/lib/elk.bundled.js';
import {
  elkGraphOf,
  type Layout,
  layoutOf,
  layoutOptions,
} from '../../../src/renderer/features/lineage/layout/elk-graph.ts';
import { bareLayout } from '../graph/bare-layout.ts';
import { crossingsOf } from '../graph/crossings.ts';
import { sampleView } from '../graph/sample.ts';
import type { Row, Side } from '../harness.ts';

const { 'elk.algorithm': algorithm = '', 'elk.direction': direction = '' } = layoutOptions;
const defaults = { 'elk.algorithm': algorithm, 'elk.direction': direction };

/** CommonJS whose types say otherwise: what is imported is the class itself. */
const ELK = elkModule as unknown as typeof elkModule.default;

export const graph: Row = {
  name: 'graph',
  workload:
    'where everything stands in a lineage of 2,000 models (small_ms: of 500), as the page asks for it in its worker',
  figure: 'large_ms',
  unit: 'ms',
  goal: '≥ 2 × faster than ELK as it comes. cpu_ms: time of the processor for the 2,000; crossings: of lines among them',
  sides() {
    const views = { small: sampleView(500), large: sampleView(2_000) };
    const elk = new ELK();
    const side = (
      name: string,
      what: string,
      layOut: (view: typeof views.large) => Promise<Layout>,
    ): Side => {
      let crossings: number | undefined;
      return {
        name,
        what,
        async measure() {
          const start = performance.now();
          await layOut(views.small);
          const small_ms = performance.now() - start;
          const cpu = process.cpuUsage();
          const begin = performance.now();
          const layout = await layOut(views.large);
          const large_ms = performance.now() - begin;
          const { user, system } = process.cpuUsage(cpu);
          crossings ??= crossingsOf(layout);
          return { large_ms, small_ms, cpu_ms: (user + system) / 1_000, crossings };
        },
      };
    };
    const withElk = (options: Record<string, string>) => async (view: typeof views.large) =>
      layoutOf(await elk.layout(elkGraphOf(view, options)));
    return Promise.resolve([
      side('ours', 'ELK with one sweep, simple placing and straight lines', withElk(layoutOptions)),
      side('floor', 'layers by longest path, one sweep, straight lines through whatever is there', view =>
        Promise.resolve(bareLayout(view)),
      ),
      side('elk', 'ELK as it comes, layered from left to right', withElk(defaults)),
    ]);
  },
};
