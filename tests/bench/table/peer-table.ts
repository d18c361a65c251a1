import { columnNames, type MountedTable, type TableRow } from './sample.ts';

interface GridApi {
  ensureIndexVisible(row: number, position: 'top'): void;
  applyTransaction(change: { add: TableRow[]; addIndex: number }): void;
  destroy(): void;
}

/** What is used of AG Grid's global; it is loaded by whoever opens the page, where it is installed. */
interface AgGrid {
  createGrid(place: HTMLElement, options: object): GridApi;
  ModuleRegistry: { registerModules(modules: unknown[]): void };
  AllCommunityModule: unknown;
}

export function mountPeer(place: HTMLElement, rows: TableRow[]): MountedTable {
  const { agGrid } = globalThis as unknown as { agGrid: AgGrid };
  agGrid.ModuleRegistry.registerModules([agGrid.AllCommunityModule]);
  const api = agGrid.createGrid(place, {
    columnDefs: columnNames.map((headerName, index) => ({
      headerName,
      valueGetter: ({ data }: { data: TableRow }) => data[index],
    })),
    rowData: rows,
    rowHeight: 28,
  });
  return {
    jump: row => api.ensureIndexVisible(row, 'top'),
    // The way it is meant to be told: only what came.
    replace: all => {
      api.applyTransaction({ add: all.slice(0, all.length - rows.length), addIndex: 0 });
    },
    unmount: () => api.destroy(),
  };
}
