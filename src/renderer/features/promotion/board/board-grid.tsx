/* oxlint-disable jsx-a11y/prefer-tag-over-role -- only what is in view exists, which HTML's own tables cannot do */
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
} from 'react';
import type { Board } from '../../../../shared/contract/promotion.ts';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { sizes } from '../../../ui/theme.ts';
import { type BoardLine, columnSummaries, summaryText } from './board-model.ts';
import { BoardRow } from './board-row.tsx';
import classes from './board.module.css';
import { useBoardDrag } from './use-board-drag.ts';
import { movedCursor, useGridCursor } from './use-grid-cursor.ts';

export interface BoardHandle {
  /** Where the cursor is; undefined on an empty board. */
  current: () => { line: BoardLine; column: number; at: { x: number; y: number } } | undefined;
  focus: () => void;
}

interface Props {
  board: Board;
  lines: readonly BoardLine[];
  handle: RefObject<BoardHandle | null>;
  /** The cell the address names: the cursor goes there. */
  wanted: { line: string; column: number } | undefined;
  onMenu: (line: BoardLine, column: number, at: { x: number; y: number }) => void;
}

/** The board itself: arrows move, Enter or the right mouse button offers what can be done, tags are dragged. */
export function BoardGrid({ board, lines, handle, wanted, onMenu }: Props) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { environments } = board;
  const columns = environments.length + 1;
  const keys = useMemo(() => lines.map(({ key }) => key), [lines]);
  const cursor = useGridCursor({ lines: keys, columns });
  const drag = useBoardDrag();
  const summaries = useMemo(() => columnSummaries(board), [board]);
  const template = `var(--board-model) repeat(${environments.length}, minmax(var(--board-cell), 1fr))`;
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler is not used
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => sizes.row,
    getItemKey: index => keys[index] ?? index,
    overscan: 12,
    scrollPaddingStart: sizes.bar,
  });

  const cellId = (line: number, column: number) => `${id}-${lines[line]?.key ?? ''}-${column}`;
  const put = (line: number, column: number) => {
    cursor.put(line, column);
    rows.scrollToIndex(line);
    // Columns are not virtual: the browser knows where they are.
    requestAnimationFrame(() => {
      document.getElementById(cellId(line, column))?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      // The models are always in view; going to them goes to the beginning of the row.
      if (column === 0) scroller.current?.scrollTo({ left: 0 });
    });
  };
  const placeOf = (line: number, column: number) => {
    const box = document.getElementById(cellId(line, column))?.getBoundingClientRect();
    return box ? { x: box.left + 12, y: box.bottom } : { x: 0, y: 0 };
  };

  const goTo = useEffectEvent((place: { line: string; column: number } | undefined) => {
    const line = place ? keys.indexOf(place.line) : -1;
    if (place && line >= 0) put(line, place.column);
  });
  useEffect(() => goTo(wanted), [wanted?.line, wanted?.column, wanted]);

  // Arrow keys work at once, unless somebody is doing something else.
  useEffect(() => {
    if (document.activeElement === document.body) scroller.current?.focus();
  }, []);

  useEffect(() => {
    handle.current = {
      current: () => {
        const line = lines[cursor.line];
        return line && { line, column: cursor.column, at: placeOf(cursor.line, cursor.column) };
      },
      focus: () => scroller.current?.focus(),
    };
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== scroller.current || event.altKey) return;
    const to = movedCursor(
      { line: cursor.line, column: cursor.column },
      { lines: lines.length, columns },
      event,
    );
    const line = lines[cursor.line];
    if (to) put(to.line, to.column);
    else if (event.key === 'Enter' && line) onMenu(line, cursor.column, placeOf(cursor.line, cursor.column));
    else return;
    event.preventDefault();
  };
  const cellAt = (target: EventTarget) => {
    if (!(target instanceof Element)) return undefined;
    const column = target.closest<HTMLElement>('[data-column]')?.dataset.column;
    const line = target.closest<HTMLElement>('[data-index]')?.dataset.index;
    return column === undefined || line === undefined
      ? undefined
      : { line: Number(line), column: Number(column) };
  };
  const onClick = (event: MouseEvent) => {
    const found = cellAt(event.target);
    if (found) cursor.put(found.line, found.column);
  };
  const onContextMenu = (event: MouseEvent) => {
    const byMouse = event.button === 2;
    const found = byMouse ? cellAt(event.target) : { line: cursor.line, column: cursor.column };
    const line = found && lines[found.line];
    if (!found || !line) return;
    event.preventDefault();
    cursor.put(found.line, found.column);
    const at = byMouse ? { x: event.clientX, y: event.clientY } : placeOf(found.line, found.column);
    onMenu(line, found.column, at);
  };
  const onDoubleClick = (event: MouseEvent) => {
    const found = cellAt(event.target);
    const line = found && lines[found.line];
    const onControl = event.target instanceof Element && event.target.closest('a, button') !== null;
    if (found && line && !onControl) onMenu(line, found.column, { x: event.clientX, y: event.clientY });
  };

  return (
    <div
      ref={scroller}
      className={classes.board}
      role="grid"
      tabIndex={0}
      aria-label="Models and environments"
      aria-rowcount={lines.length + 1}
      aria-colcount={columns}
      aria-activedescendant={lines.length === 0 ? undefined : cellId(cursor.line, cursor.column)}
      style={{ '--board-columns': environments.length } as CSSProperties}
      onFocus={cursor.begin}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onDoubleClick={onDoubleClick}
      onContextMenu={onContextMenu}
    >
      <div role="rowgroup" className={classes.head}>
        <div
          role="row"
          aria-rowindex={1}
          className={classNames(classes.row, classes.headRow)}
          style={{ gridTemplateColumns: template }}
        >
          <div role="columnheader" aria-colindex={1} className={classes.corner}>
            <span>Model</span>
            <span className={classes.gap} />
            <span>Latest</span>
          </div>
          {environments.map((environment, index) => (
            <div
              key={environment.id}
              role="columnheader"
              aria-colindex={index + 2}
              className={classes.headCell}
              data-hue={environment.colour}
            >
              <span className={classes.headName} title={environment.name}>
                <EnvironmentChip environment={environment} />
              </span>
              <span className={classes.summary}>{summaries[index] && summaryText(summaries[index])}</span>
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={classes.body} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start, key }) => {
          const line = lines[index];
          return (
            line && (
              <BoardRow
                key={key}
                id={`${id}-${line.key}`}
                line={line}
                index={index}
                environments={environments}
                cursor={cursor.isPut && index === cursor.line ? cursor.column : undefined}
                top={start}
                template={template}
                drag={drag}
                onMenu={onMenu}
              />
            )
          );
        })}
      </div>
    </div>
  );
}
