/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- rows are dragged and dropped upon; their handles and links take the keyboard */
import { IconGripVertical } from '@tabler/icons-react';
import { type DragEvent, type KeyboardEvent, type MouseEvent, type ReactNode, useState } from 'react';
import { announce } from './announcer.tsx';
import { placeAfterDrop } from './move-item.ts';
import classes from './sortable-list.module.css';
import { sizes } from './theme.ts';

interface Props<T> {
  /** What is listed: "Environments". */
  label: string;
  items: readonly T[];
  keyOf: (item: T) => string;
  nameOf: (item: T) => string;
  /** The row's content: a link or a button that opens it. */
  render: (item: T) => ReactNode;
  /** Puts the item to where the one at `to` is now. */
  onMove: (key: string, to: number) => void;
  onMenu?: (item: T, at: { x: number; y: number }) => void;
}

const dragType = 'text/x-sortable';

/** A short list whose order people choose: drag a row, or use the arrow keys on its handle (Alt with them on the row). */
export function SortableList<T>({ label, items, keyOf, nameOf, render, onMove, onMenu }: Props<T>) {
  const [dragged, setDragged] = useState<string>();
  const [gap, setGap] = useState<number>();

  const move = (key: string, to: number) => {
    const from = items.findIndex(item => keyOf(item) === key);
    const target = Math.max(0, Math.min(items.length - 1, to));
    const item = items[from];
    if (item === undefined || target === from) return;
    onMove(key, target);
    announce(`${nameOf(item)} is now ${target + 1} of ${items.length}`);
  };
  const onKeyDown = (event: KeyboardEvent, key: string, index: number) => {
    const onHandle = event.target instanceof Element && event.target.closest('[data-handle]') !== null;
    if (!event.altKey && !onHandle) return;
    const to = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move(key, to);
  };
  const onDragOver = (event: DragEvent, index: number) => {
    if (dragged === undefined || !event.dataTransfer.types.includes(dragType)) return;
    event.preventDefault();
    const box = event.currentTarget.getBoundingClientRect();
    setGap(event.clientY < box.top + box.height / 2 ? index : index + 1);
  };
  const endDrag = () => {
    setDragged(undefined);
    setGap(undefined);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    const from = items.findIndex(item => keyOf(item) === dragged);
    if (dragged !== undefined && gap !== undefined && from >= 0) move(dragged, placeAfterDrop(from, gap));
    endDrag();
  };
  const onContextMenu = (event: MouseEvent, item: T) => {
    if (!onMenu) return;
    event.preventDefault();
    const box = event.currentTarget.getBoundingClientRect();
    const byKeyboard = event.button !== 2;
    onMenu(item, byKeyboard ? { x: box.left + 24, y: box.bottom } : { x: event.clientX, y: event.clientY });
  };

  return (
    <ol className={classes.list} aria-label={label} onDrop={onDrop}>
      {items.map((item, index) => {
        const key = keyOf(item);
        return (
          <li
            key={key}
            className={classes.row}
            data-dragged={key === dragged || undefined}
            data-gap={gap === index ? 'before' : gap === index + 1 ? 'after' : undefined}
            draggable
            onDragStart={event => {
              event.dataTransfer.setData(dragType, key);
              event.dataTransfer.effectAllowed = 'move';
              setDragged(key);
            }}
            onDragOver={event => onDragOver(event, index)}
            onDragEnd={endDrag}
            onKeyDown={event => onKeyDown(event, key, index)}
            onContextMenu={event => onContextMenu(event, item)}
          >
            <button
              type="button"
              className={classes.handle}
              data-handle
              aria-label={`Move ${nameOf(item)}, ${index + 1} of ${items.length}: use the arrow keys`}
              title="Drag, or use the arrow keys"
            >
              <IconGripVertical size={sizes.iconSmall} aria-hidden />
            </button>
            {render(item)}
          </li>
        );
      })}
    </ol>
  );
}
