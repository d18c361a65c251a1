/* oxlint-disable jsx-a11y/prefer-tag-over-role -- only what is in view exists, which HTML's own tables cannot do */
import { Menu } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
} from 'react';
import { copyText } from '../copy.ts';
import { tabSeparated } from '../csv.ts';
import { counted } from '../numbers.ts';
import { sizes } from '../theme.ts';
import { CellDialog } from './cell-dialog.tsx';
import classes from './data-grid.module.css';
import { GridHeader } from './grid-header.tsx';
import { GridMenu } from './grid-menu.tsx';
import { type GridColumn, type GridRow, valueText } from './grid-model.ts';
import { GridLine } from './grid-row.tsx';
import { type Place, useGridSelection } from './use-grid-selection.ts';
import { indexOf, useGridTable } from './use-grid-table.ts';
import { useShownColumns } from './use-shown-columns.ts';

interface Props {
  /** What the rows are: "Rows of the preview". */
  label: string;
  /** Must stay the same array while the data is the same. */
  columns: readonly GridColumn[];
  rows: readonly GridRow[];
}

/**
 * Any number of rows and columns: only what is in view exists. Arrow keys move, Shift selects, Ctrl/⌘+C copies (with
 * Shift: with the column names), Enter shows a value whole; the same is in the menu of the right mouse button.
 */
export function DataGrid({ label, columns, rows }: Props) {
  const id = useId();
  const { table, sortedRows } = useGridTable(columns, rows);
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width, height } = useElementSize();
  const ref = useMergedRef(scroller, sizeRef);
  const [opened, setOpened] = useState<Place | null>(null);
  const gutter = Math.max(4, String(rows.length).length + 2) * 8;
  const shown = useShownColumns(table, scroller, gutter, width);
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler is not used
  const lines = useVirtualizer({
    count: sortedRows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => sizes.rowCompact,
    overscan: 12,
    scrollPaddingStart: sizes.rowCompact,
  });
  const sorting = JSON.stringify(table.state.sorting);
  const toTop = useEffectEvent(() => lines.scrollToIndex(0));
  useEffect(() => toTop(), [sorting]);
  const page = Math.max(1, Math.floor(height / sizes.rowCompact) - 2);
  const selection = useGridSelection({ rows: rows.length, columns: columns.length, page }, place => {
    lines.scrollToIndex(place.row);
    shown.reveal(place.column);
  });
  const { active, area } = selection;

  const copy = (withNames: boolean) => {
    const picked = shown.all.slice(area.columns[0], area.columns[1] + 1).map(indexOf);
    const taken = sortedRows.slice(area.rows[0], area.rows[1] + 1);
    const body = taken.map(row => picked.map(column => valueText(row[column])));
    const names = picked.map(column => columns[column]?.name ?? '');
    const single = body.length === 1 && picked.length === 1 && !withNames;
    const text = single ? (body[0]?.[0] ?? '') : tabSeparated(withNames ? [names, ...body] : body);
    void copyText(
      text,
      single ? 'Value' : `${counted(body.length, 'row')} × ${counted(picked.length, 'column')}`,
    );
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const chord = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (chord && key === 'c') copy(event.shiftKey);
    else if (chord && key === 'a') selection.selectAll();
    else if (event.key === 'Enter') setOpened(active);
    else if (!selection.onKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const onPointed = (event: MouseEvent) => {
    const place = placeOf(event.target);
    if (!place) return;
    const inside = event.button === 2 && place.row >= area.rows[0] && place.row <= area.rows[1];
    if (place.column < 0) selection.selectRow(place.row, event.shiftKey);
    else if (!inside) selection.moveTo(place, event.shiftKey);
  };

  const activeColumn = shown.all[active.column];
  // Out of view it does not exist, and must not be pointed at.
  const activeExists =
    lines.getVirtualItems().some(({ index }) => index === active.row) &&
    shown.inView.some(({ position }) => position === active.column);
  return (
    <Menu position="bottom-start" width={290}>
      <Menu.ContextMenu>
        {/* The cells are told by `aria-activedescendant`; the grid is what has the focus. */}
        <div
          ref={ref}
          className={classes.grid}
          role="grid"
          tabIndex={0}
          aria-label={label}
          aria-multiselectable
          aria-rowcount={rows.length + 1}
          aria-colcount={columns.length + 1}
          aria-activedescendant={activeExists ? `${id}-${active.row}-${active.column}` : undefined}
          onKeyDown={onKeyDown}
          onMouseDown={onPointed}
          onDoubleClick={event => {
            const place = placeOf(event.target);
            if (place && place.column >= 0) setOpened(place);
          }}
        >
          <div role="presentation" style={{ width: shown.totalWidth }}>
            <GridHeader table={table} columns={columns} shown={shown} gutter={gutter} />
            <div role="rowgroup" className={classes.body} style={{ height: lines.getTotalSize() }}>
              {lines.getVirtualItems().map(({ index, start }) => {
                const row = sortedRows[index];
                return row ? (
                  <GridLine
                    key={index}
                    id={id}
                    row={row}
                    index={index}
                    top={start}
                    gutter={gutter}
                    columns={columns}
                    shown={shown}
                    area={area}
                    active={active.row === index ? active.column : -1}
                  />
                ) : null;
              })}
            </div>
          </div>
        </div>
      </Menu.ContextMenu>
      <GridMenu
        column={activeColumn}
        columnName={columns[activeColumn ? indexOf(activeColumn) : 0]?.name ?? ''}
        onCopy={copy}
        onOpen={() => setOpened(active)}
        onSelectAll={selection.selectAll}
      />
      <CellDialog
        place={opened}
        column={
          opened && shown.all[opened.column]
            ? columns[indexOf(shown.all[opened.column] ?? { id: '0' })]
            : undefined
        }
        value={valueAt(opened)}
        onClose={() => {
          setOpened(null);
          scroller.current?.focus();
        }}
      />
    </Menu>
  );

  function valueAt(place: Place | null) {
    const column = place && shown.all[place.column];
    return place && column ? (sortedRows[place.row]?.[indexOf(column)] ?? null) : null;
  }
}

/** The cell an event happened in, from the attributes its row wrote; column -1 is the row's number. */
function placeOf(target: EventTarget): Place | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  if (!cell) return undefined;
  return { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
}
