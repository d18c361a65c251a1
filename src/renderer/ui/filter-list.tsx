/* oxlint-disable jsx-a11y/prefer-tag-over-role -- only what is in view exists, which HTML's own lists cannot do */
import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
} from 'react';
import classes from './filter-list.module.css';
import { sizes } from './theme.ts';

export type ListEntry<T> =
  | { type: 'item'; key: string; item: T }
  | { type: 'group'; key: string; label: ReactNode };

interface Props<T> {
  /** What is listed: "Models". */
  label: string;
  filter: string;
  onFilter: (text: string) => void;
  entries: readonly ListEntry<T>[];
  /** Key of the item that is open. */
  current: string | undefined;
  render: (item: T) => ReactNode;
  onOpen: (item: T) => void;
  /** The right mouse button or the menu key on an item. */
  onMenu?: (item: T, at: { x: number; y: number }) => void;
  /** Beside the filter. */
  actions?: ReactNode;
  /** Instead of the list when there are no entries. */
  empty: ReactNode;
  /** Of a dialog: typing goes into the filter at once. */
  takesFocus?: boolean;
}

/**
 * A list that filters as one types, wherever in it the focus is: arrows choose, Enter opens, Escape empties the filter.
 * Any number of entries.
 */
export function FilterList<T>(props: Props<T>) {
  const { label, filter, onFilter, entries, current, render, onOpen, onMenu, actions, empty, takesFocus } =
    props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<string>();
  const items = entries.filter(entry => entry.type === 'item');
  const activeKey = [chosen, current].find(key => items.some(item => item.key === key)) ?? items[0]?.key;
  const activeIndex = entries.findIndex(entry => entry.key === activeKey);
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler is not used
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => sizes.rowCompact,
    getItemKey: index => entries[index]?.key ?? index,
    overscan: 10,
  });

  const exists = rows.getVirtualItems().some(({ index }) => index === activeIndex);
  const activeId = exists ? `${id}-${activeKey}` : undefined;

  // Only another open item scrolls the list; changes of the list itself do not.
  const reveal = useEffectEvent((key: string | undefined) => {
    const index = entries.findIndex(entry => entry.key === key);
    if (index >= 0) rows.scrollToIndex(index);
  });
  useEffect(() => reveal(current), [current]);

  const move = (distance: number) => {
    const at = items.findIndex(item => item.key === activeKey);
    const next = items[Math.max(0, Math.min(items.length - 1, at + distance))];
    if (!next) return;
    setChosen(next.key);
    rows.scrollToIndex(entries.indexOf(next));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const inInput = event.target === input.current;
    const distance = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    const active = items.find(item => item.key === activeKey);
    if (distance !== undefined) move(distance);
    else if (event.key === 'Enter' && active) onOpen(active.item);
    else if (event.key === 'Escape' && filter !== '') onFilter('');
    else if (!inInput && isText(event)) {
      input.current?.focus();
      onFilter(filter + event.key);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const itemAt = (target: EventTarget) => {
    const key =
      target instanceof Element ? target.closest<HTMLElement>('[data-key]')?.dataset.key : undefined;
    return items.find(item => item.key === key);
  };
  const onContextMenu = (event: MouseEvent) => {
    const found = itemAt(event.target) ?? items.find(item => item.key === activeKey);
    if (!found || !onMenu) return;
    event.preventDefault();
    const box = document.getElementById(`${id}-${found.key}`)?.getBoundingClientRect();
    const byKeyboard = event.button !== 2 && box;
    onMenu(
      found.item,
      byKeyboard ? { x: box.left + 24, y: box.bottom } : { x: event.clientX, y: event.clientY },
    );
  };

  return (
    <div className={classes.list}>
      <div className={classes.top}>
        <TextInput
          ref={input}
          data-autofocus={takesFocus || undefined}
          className={classes.filter}
          aria-label={`Filter ${label.toLowerCase()}`}
          aria-controls={id}
          aria-activedescendant={activeId}
          placeholder="Filter"
          leftSection={<IconSearch size={sizes.iconSmall} aria-hidden />}
          value={filter}
          onChange={event => onFilter(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          spellCheck={false}
        />
        {actions}
      </div>
      {items.length === 0 && empty}
      <div
        ref={scroller}
        id={id}
        className={classes.scroller}
        role="listbox"
        data-takes-letters
        tabIndex={items.length === 0 ? -1 : 0}
        hidden={items.length === 0}
        aria-label={label}
        aria-activedescendant={activeId}
        onClick={event => {
          const found = itemAt(event.target);
          if (!found) return;
          setChosen(found.key);
          onOpen(found.item);
        }}
        onKeyDown={onKeyDown}
        onContextMenu={onContextMenu}
      >
        <div role="presentation" className={classes.rows} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start, key }) => {
            const entry = entries[index];
            if (!entry) return null;
            return entry.type === 'group' ? (
              <div key={key} role="presentation" className={classes.group} style={{ top: start }}>
                {entry.label}
              </div>
            ) : (
              <div
                key={key}
                id={`${id}-${entry.key}`}
                role="option"
                aria-selected={entry.key === current}
                aria-posinset={items.indexOf(entry) + 1}
                aria-setsize={items.length}
                className={classes.item}
                data-key={entry.key}
                data-active={index === activeIndex || undefined}
                style={{ top: start }}
              >
                {render(entry.item)}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function isText(event: KeyboardEvent): boolean {
  return event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;
}
