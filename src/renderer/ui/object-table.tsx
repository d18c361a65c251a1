/* oxlint-disable jsx-a11y/prefer-tag-over-role -- only what is in view exists, which HTML's own tables cannot do */
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import classes from './object-table.module.css';
import { type Hue, sizes } from './theme.ts';
import { NewAbove, useSteadyRows } from './steady-rows.tsx';

export interface ObjectColumn<T> {
  key: string;
  title: string;
  /** A CSS grid track: `2fr`, `8rem`. */
  width: string;
  align?: 'end';
  /** Left out while the table is narrower than this, in pixels. */
  fromWidth?: number;
  render: (row: T) => ReactNode;
  /** What the column is sorted by; without it, it cannot be. */
  sortBy?: (row: T) => string | number | null;
}

export interface Sort {
  key: string;
  descending: boolean;
}

interface Props<T> {
  label: string;
  columns: readonly ObjectColumn<T>[];
  rows: readonly T[];
  keyOf: (row: T) => string;
  onOpen?: (row: T) => void;
  onMenu?: (row: T, at: { x: number; y: number }) => void;
  /** Where the rows are sorted elsewhere; else the table sorts what it has. */
  sort?: Sort | undefined;
  onSort?: (sort: Sort | undefined) => void;
  /** Near the end of the rows: fetch more. */
  onEnd?: () => void;
  /** The colour of the row's edge. */
  hueOf?: (row: T) => Hue | undefined;
  /** For rows that come on top by themselves: what is said of those above what is seen, "3 new runs". */
  newAbove?: (count: number) => string;
  /** Where the table begins, and where it was left: kept by whoever shows it again. */
  place?: TablePlace;
}

export interface TablePlace {
  /** Scrolled by so many pixels. */
  top: number;
  /** The key of the row one was at. */
  chosen: string | undefined;
}

const noKeys: readonly string[] = [];

/**
 * Objects as rows: arrows choose, Enter opens, the menu key or the right mouse button offers the rest. Any number of rows.
 */
export function ObjectTable<T>(props: Props<T>) {
  const { label, rows, keyOf, onOpen, onMenu, onEnd, place } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width } = useElementSize();
  const columns = useMemo(
    () => props.columns.filter(column => width === 0 || width >= (column.fromWidth ?? 0)),
    [props.columns, width],
  );
  const [ownSort, setOwnSort] = useState<Sort>();
  const sort = props.onSort ? props.sort : (ownSort ?? props.sort);
  const sorted = useMemo(
    () => (props.onSort ? rows : sortedRows(rows, props.columns, sort)),
    [rows, props.columns, sort, props.onSort],
  );
  const [chosen, choose] = useState<string | undefined>(place?.chosen);
  const setChosen = (key: string) => {
    choose(key);
    if (place) place.chosen = key;
  };
  const found = sorted.findIndex(row => keyOf(row) === chosen);
  const active = found < 0 ? 0 : found;
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler is not used
  const lines = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => sizes.row,
    overscan: 10,
    scrollPaddingStart: sizes.row,
    initialOffset: place?.top ?? 0,
  });
  const template = columns
    .map(column => (column.width.endsWith('fr') ? `minmax(0, ${column.width})` : column.width))
    .join(' ');

  const activeRow = sorted[active];
  const exists = lines.getVirtualItems().some(({ index }) => index === active);
  const activeId = activeRow !== undefined && exists ? `${id}-${keyOf(activeRow)}` : undefined;

  const holds = props.newAbove !== undefined;
  const keys = useMemo(() => (holds ? sorted.map(keyOf) : noKeys), [holds, sorted, keyOf]);
  const steady = useSteadyRows(keys, sizes.row);
  const ref = useMergedRef(scroller, sizeRef, steady.scroller);

  // Back where it was left, with the keyboard, unless somebody is doing something else.
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box || !place || (place.top === 0 && place.chosen === undefined)) return;
    box.scrollTop = place.top;
    if (document.activeElement === document.body) box.focus({ preventScroll: true });
  }, [place]);

  const move = (to: number) => {
    const index = Math.max(0, Math.min(sorted.length - 1, to));
    const row = sorted[index];
    if (row === undefined) return;
    setChosen(keyOf(row));
    lines.scrollToIndex(index);
    if (index > sorted.length - 20) onEnd?.();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== scroller.current) return;
    const to = {
      ArrowDown: active + (found < 0 ? 0 : 1),
      j: active + (found < 0 ? 0 : 1),
      ArrowUp: active - 1,
      k: active - 1,
      PageDown: active + 10,
      PageUp: active - 10,
      Home: 0,
      End: sorted.length - 1,
    }[event.key];
    const row = sorted[active];
    if (to !== undefined) move(to);
    else if (event.key === 'Enter' && row !== undefined) onOpen?.(row);
    else return;
    event.preventDefault();
  };
  const rowAt = (target: EventTarget) => {
    const key =
      target instanceof Element ? target.closest<HTMLElement>('[data-key]')?.dataset.key : undefined;
    return key === undefined ? undefined : sorted.find(row => keyOf(row) === key);
  };
  const onClick = (event: MouseEvent) => {
    const row = rowAt(event.target);
    const onControl = event.target instanceof Element && event.target.closest('a, button, input') !== null;
    if (row === undefined || onControl || getSelection()?.type === 'Range') return;
    setChosen(keyOf(row));
    onOpen?.(row);
  };
  const onContextMenu = (event: MouseEvent) => {
    const row = rowAt(event.target) ?? sorted[active];
    if (row === undefined || !onMenu) return;
    event.preventDefault();
    setChosen(keyOf(row));
    const box = document.getElementById(`${id}-${keyOf(row)}`)?.getBoundingClientRect();
    const byKeyboard = event.button !== 2 && box;
    onMenu(row, byKeyboard ? { x: box.left + 24, y: box.bottom } : { x: event.clientX, y: event.clientY });
  };
  const onScroll = () => {
    steady.onScroll();
    const box = scroller.current;
    if (box && place) place.top = box.scrollTop;
    if (box && onEnd && box.scrollHeight - box.scrollTop - box.clientHeight < 10 * sizes.row) onEnd();
  };
  const toggleSort = (key: string) => {
    const next =
      sort?.key !== key
        ? { key, descending: false }
        : sort.descending
          ? undefined
          : { key, descending: true };
    (props.onSort ?? setOwnSort)(next);
  };

  return (
    <div
      ref={ref}
      className={classes.table}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={sorted.length + 1}
      aria-activedescendant={activeId}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onContextMenu={onContextMenu}
      onScroll={onScroll}
    >
      <div role="rowgroup" className={classes.head}>
        <div role="row" className={classes.row} aria-rowindex={1} style={{ gridTemplateColumns: template }}>
          {columns.map(column => (
            <HeadCell key={column.key} column={column} sort={sort} onToggle={() => toggleSort(column.key)} />
          ))}
        </div>
      </div>
      {props.newAbove && steady.above > 0 && (
        <NewAbove label={props.newAbove(steady.above)} onClick={steady.toTop} />
      )}
      <div role="rowgroup" className={classes.body} style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map(({ index, start }) => {
          const row = sorted[index];
          if (row === undefined) return null;
          const key = keyOf(row);
          return (
            <div
              key={key}
              id={`${id}-${key}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={key === chosen}
              className={classes.row}
              data-hue={props.hueOf?.(row)}
              data-key={key}
              data-active={index === active || undefined}
              data-opens={onOpen !== undefined || undefined}
              style={{ gridTemplateColumns: template, top: start }}
            >
              {columns.map(column => (
                <div key={column.key} role="gridcell" className={classes.cell} data-align={column.align}>
                  {column.render(row)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface HeadCellProps<T> {
  column: ObjectColumn<T>;
  sort: Sort | undefined;
  onToggle: () => void;
}

function HeadCell<T>({ column, sort, onToggle }: HeadCellProps<T>) {
  const sorted = sort?.key === column.key ? (sort.descending ? 'descending' : 'ascending') : undefined;
  return (
    <div role="columnheader" className={classes.headCell} data-align={column.align} aria-sort={sorted}>
      {column.sortBy ? (
        <button type="button" className={classes.sort} onClick={onToggle}>
          {column.title}
          {sorted === 'ascending' && <IconArrowUp size={12} aria-hidden />}
          {sorted === 'descending' && <IconArrowDown size={12} aria-hidden />}
        </button>
      ) : (
        column.title
      )}
    </div>
  );
}

function sortedRows<T>(
  rows: readonly T[],
  columns: readonly ObjectColumn<T>[],
  sort: Sort | undefined,
): readonly T[] {
  const sortBy = columns.find(column => column.key === sort?.key)?.sortBy;
  if (!sortBy || !sort) return rows;
  const sign = sort.descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [left, right] = [sortBy(a), sortBy(b)];
    // What is not there comes last in either direction.
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
    const order =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : String(left).localeCompare(String(right));
    return sign * order;
  });
}
