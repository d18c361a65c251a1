import '@mantine/core/styles.layer.css';
import '../../../src/renderer/ui/base.css';
import { MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { DataGrid } from '../../../src/renderer/ui/grid/data-grid.tsx';
import type { GridColumn, GridRow } from '../../../src/renderer/ui/grid/grid-model.ts';
import { mantineTheme } from '../../../src/renderer/ui/mantine.ts';
import { cssVariables } from '../../../src/renderer/ui/theme.ts';
import { mountBareTable } from './bare-table.ts';
import { mountPeer } from './peer-table.ts';
import { columnNames, type MountedTable, prepended, sampleRows } from './sample.ts';

const rows = sampleRows();
const columns: GridColumn[] = columnNames.map((name, index) => ({
  name,
  type: index === 0 ? 'NUMBER(38,0)' : 'VARCHAR',
  kind: index === 0 ? 'number' : 'text',
}));

function mountOurs(place: HTMLElement, first: GridRow[]): MountedTable {
  const root = createRoot(place);
  const draw = (all: GridRow[]) =>
    root.render(
      <MantineProvider
        theme={mantineTheme}
        forceColorScheme="light"
        cssVariablesResolver={cssVariables('normal')}
      >
        <DataGrid label="Rows" columns={columns} rows={all} />
      </MantineProvider>,
    );
  draw(first);
  return {
    jump: row => {
      const grid = place.querySelector<HTMLElement>('[role="grid"]');
      const body = place.querySelector<HTMLElement>('[role="rowgroup"]:last-child');
      if (grid && body) grid.scrollTop = (row / first.length) * body.offsetHeight;
    },
    replace: draw,
    unmount: () => root.unmount(),
  };
}

const mounts = { ours: mountOurs, floor: mountBareTable, 'AG Grid': mountPeer };

/** Resolves when the browser has drawn what was asked for. */
function drawn(): Promise<void> {
  return new Promise(resolve => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => resolve(), { once: true });
      port1.start();
      port2.postMessage(null);
    });
  });
}

async function until(place: HTMLElement, text: string): Promise<void> {
  const limit = performance.now() + 20_000;
  while (!place.textContent.includes(text)) {
    if (performance.now() > limit) throw new Error(`"${text}" never came`);
    await drawn();
  }
  await drawn();
}

async function timed(place: HTMLElement, act: () => void, text: string): Promise<number> {
  await drawn();
  const start = performance.now();
  act();
  await until(place, text);
  return performance.now() - start;
}

/** One round: the rows are shown, their middle is jumped to, and others come before them. */
async function measure(side: keyof typeof mounts): Promise<Record<string, number>> {
  const place = document.createElement('div');
  place.style.cssText = 'position: fixed; inset: 0; display: grid;';
  document.body.append(place);
  let table: MountedTable | undefined;
  const middle = Math.floor(rows.length / 2);
  const paint_ms = await timed(place, () => (table = mounts[side](place, rows)), 'value 3.4');
  const jump_ms = await timed(place, () => table?.jump(middle), `value ${middle + 5}.4`);
  table?.jump(0);
  await until(place, 'value 3.4');
  const prepend_ms = await timed(
    place,
    () => {
      table?.replace([...prepended, ...rows]);
    },
    'new 3.4',
  );
  table?.unmount();
  place.remove();
  return { ms: paint_ms + jump_ms + prepend_ms, paint_ms, jump_ms, prepend_ms };
}

Object.assign(globalThis, { measure });
