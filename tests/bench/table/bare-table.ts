import { columnNames, type MountedTable, type TableRow } from './sample.ts';

const rowPx = 28;

/** The least that shows so many rows: those in view, as text in boxes, drawn anew on every scroll. */
export function mountBareTable(place: HTMLElement, first: TableRow[]): MountedTable {
  let rows = first;
  const scroller = document.createElement('div');
  scroller.style.cssText = 'overflow: auto; height: 100%; font: 13px sans-serif;';
  const body = document.createElement('div');
  body.style.position = 'relative';
  scroller.append(body);
  place.append(scroller);
  const draw = () => {
    body.style.height = `${rows.length * rowPx}px`;
    const from = Math.floor(scroller.scrollTop / rowPx);
    const to = Math.min(rows.length, from + Math.ceil(scroller.clientHeight / rowPx) + 1);
    body.replaceChildren(
      ...Array.from({ length: to - from }, (_, at) => line(rows[from + at] ?? [], (from + at) * rowPx)),
    );
  };
  scroller.addEventListener('scroll', draw);
  draw();
  return {
    jump: row => (scroller.scrollTop = row * rowPx),
    replace(next) {
      rows = next;
      draw();
    },
    unmount: () => scroller.remove(),
  };
}

function line(row: TableRow, top: number): HTMLElement {
  const element = document.createElement('div');
  element.style.cssText = `position: absolute; top: ${top}px; height: ${rowPx}px; display: flex;`;
  for (const [index] of columnNames.entries()) {
    const cell = document.createElement('div');
    cell.style.width = '160px';
    cell.textContent = String(row[index]);
    element.append(cell);
  }
  return element;
}
