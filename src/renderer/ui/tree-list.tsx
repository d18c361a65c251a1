/* oxlint-disable jsx-a11y/prefer-tag-over-role -- only what is in view exists, which HTML's own lists cannot do */
import { TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconSearch } from '@tabler/icons-react';
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
import { sizes } from './theme.ts';
import type { TreeEntry } from './tree-entry.ts';
import classes from './tree-list.module.css';

interface Props<T> {
  /** What is listed: "Catalogue". */
  label: string;
  filter: string;
  onFilter: (text: string) => void;
  /** What is to be seen: branches that are folded up without what is in them. */
  entries: readonly TreeEntry<T>[];
  /** Key of the entry that is open. */
  current: string | undefined;
  render: (item: T) => ReactNode;
  onOpen: (item: T) => void;
  onToggle: (item: T, expanded: boolean) => void;
  /** The right mouse button or the menu key. */
  onMenu?: (item: T, at: { x: number; y: number }) => void;
  /** Beside the filter. */
  actions?: ReactNode;
  /** Instead of the tree when there are no entries. */
  empty: ReactNode;
}

/**
 * A tree that filters as one types. Up and down choose, right unfolds, left folds up or goes to the branch, Enter opens, Escape
 * empties the filter. Any number of entries.
 */
export function TreeList<T>(props: Props<T>) {
  const { label, filter, onFilter, entries, current, render, onOpen, onToggle, onMenu, actions, empty } =
    props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<string>();
  const found = [chosen, current]
    .map(key => entries.findIndex(entry => entry.key === key))
    .find(index => index >= 0);
  const at = found ?? 0;
  const active = entries[at];
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler is not used
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => sizes.rowCompact,
    getItemKey: index => entries[index]?.key ?? index,
    overscan: 10,
  });
  const exists = rows.getVirtualItems().some(({ index }) => index === at);
  const activeId = exists && active ? `${id}-${at}` : undefined;

  // Only another open entry scrolls the tree; changes of the tree itself do not.
  const reveal = useEffectEvent((key: string | undefined) => {
    const index = entries.findIndex(entry => entry.key === key);
    if (index >= 0) rows.scrollToIndex(index);
  });
  useEffect(() => reveal(current), [current]);

  const choose = (index: number) => {
    const to = Math.max(0, Math.min(entries.length - 1, index));
    const entry = entries[to];
    if (!entry) return;
    setChosen(entry.key);
    rows.scrollToIndex(to);
  };

  const openOrToggle = (entry: TreeEntry<T>) => {
    if (entry.expanded === undefined) onOpen(entry.item);
    else onToggle(entry.item, !entry.expanded);
  };

  const onRight = () => {
    if (active?.expanded === false) onToggle(active.item, true);
    else if (active?.expanded && (entries[at + 1]?.level ?? 0) > active.level) choose(at + 1);
  };
  const onLeft = () => {
    if (active?.expanded) onToggle(active.item, false);
    else if (active)
      choose(entries.findLastIndex((entry, index) => index < at && entry.level < active.level));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const inInput = event.target === input.current;
    const distance = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (distance !== undefined) choose(at + distance);
    else if (!inInput && event.key === 'Home') choose(0);
    else if (!inInput && event.key === 'End') choose(entries.length - 1);
    else if (!inInput && event.key === 'ArrowRight') onRight();
    else if (!inInput && event.key === 'ArrowLeft') onLeft();
    else if (event.key === 'Enter' && active) openOrToggle(active);
    else if (event.key === 'Escape' && filter !== '') onFilter('');
    else if (!inInput && isText(event)) {
      input.current?.focus();
      onFilter(filter + event.key);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const indexAt = (target: EventTarget) => {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
    return row ? Number(row.dataset.index) : undefined;
  };
  const onContextMenu = (event: MouseEvent) => {
    const index = indexAt(event.target) ?? at;
    const entry = entries[index];
    if (!entry || !onMenu) return;
    event.preventDefault();
    setChosen(entry.key);
    const box = document.getElementById(`${id}-${index}`)?.getBoundingClientRect();
    const byKeyboard = event.button !== 2 && box;
    onMenu(
      entry.item,
      byKeyboard ? { x: box.left + 24, y: box.bottom } : { x: event.clientX, y: event.clientY },
    );
  };

  return (
    <div className={classes.list}>
      <div className={classes.top}>
        <TextInput
          ref={input}
          className={classes.filter}
          aria-label={`Search ${label.toLowerCase()}`}
          aria-controls={id}
          aria-activedescendant={activeId}
          placeholder="Search"
          leftSection={<IconSearch size={sizes.iconSmall} aria-hidden />}
          value={filter}
          onChange={event => onFilter(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          spellCheck={false}
        />
        {actions}
      </div>
      {entries.length === 0 && empty}
      <div
        ref={scroller}
        id={id}
        className={classes.scroller}
        role="tree"
        data-takes-letters
        tabIndex={entries.length === 0 ? -1 : 0}
        hidden={entries.length === 0}
        aria-label={label}
        aria-activedescendant={activeId}
        onClick={event => {
          const entry = entries[indexAt(event.target) ?? -1];
          if (!entry) return;
          setChosen(entry.key);
          openOrToggle(entry);
        }}
        onKeyDown={onKeyDown}
        onContextMenu={onContextMenu}
      >
        <div role="presentation" className={classes.rows} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start, key }) => {
            const entry = entries[index];
            return (
              entry && (
                <div
                  key={key}
                  id={`${id}-${index}`}
                  role="treeitem"
                  aria-level={entry.level}
                  aria-expanded={entry.expanded}
                  aria-selected={entry.key === current}
                  className={classes.item}
                  data-index={index}
                  data-active={index === at || undefined}
                  style={{
                    top: start,
                    paddingInlineStart: `calc(var(--space-2) + var(--space-3) * ${entry.level - 1})`,
                  }}
                >
                  <span className={classes.twist} aria-hidden>
                    {entry.expanded === true && <IconChevronDown size={12} />}
                    {entry.expanded === false && <IconChevronRight size={12} />}
                  </span>
                  {render(entry.item)}
                </div>
              )
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
