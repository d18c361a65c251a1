import { VisuallyHidden } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef } from 'react';
import classes from './tab-strip.module.css';

export interface TabItem {
  key: string;
  label: string;
  /** Before the label. */
  icon?: ReactNode;
  /** Marks what is not kept yet, in words: "Modified since v3". */
  mark?: string | undefined;
}

interface Props {
  label: string;
  tabs: readonly TabItem[];
  current: string | undefined;
  /** The id of the panel the tabs show. */
  panelId: string;
  onShow: (key: string) => void;
  onClose?: (key: string) => void;
  onMove?: (key: string, before: string) => void;
  /** At the end of the strip. */
  children?: ReactNode;
}

/** Tabs of open things: arrows choose, Delete or the middle mouse button closes, dragging reorders. */
export function TabStrip({ label, tabs, current, panelId, onShow, onClose, onMove, children }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (current === undefined) return;
    list.current
      ?.querySelector(`[data-key="${CSS.escape(current)}"]`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);

  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex(tab => tab.key === current);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to !== undefined) {
      const next = tabs[(to + tabs.length) % tabs.length];
      if (next) show(next.key);
    } else if (event.key === 'Delete' && current !== undefined) onClose?.(current);
    else return;
    event.preventDefault();
  };
  const show = (key: string) => {
    onShow(key);
    list.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"] [role=tab]`)?.focus();
  };
  const onMiddle = (event: MouseEvent, key: string) => {
    if (event.button === 1) onClose?.(key);
  };

  return (
    <div className={classes.strip}>
      <div
        ref={list}
        role="tablist"
        tabIndex={-1}
        aria-label={label}
        className={classes.list}
        onKeyDown={onKeyDown}
      >
        {tabs.map(tab => (
          <div
            key={tab.key}
            role="presentation"
            className={classes.tab}
            data-key={tab.key}
            data-current={tab.key === current || undefined}
            onAuxClick={event => onMiddle(event, tab.key)}
            draggable={onMove !== undefined}
            onDragStart={event => event.dataTransfer.setData('text/x-tab', tab.key)}
            onDragOver={event => event.dataTransfer.types.includes('text/x-tab') && event.preventDefault()}
            onDrop={event => {
              const moved = event.dataTransfer.getData('text/x-tab');
              if (moved !== '' && moved !== tab.key) onMove?.(moved, tab.key);
            }}
          >
            <button
              type="button"
              role="tab"
              aria-selected={tab.key === current}
              aria-controls={tab.key === current ? panelId : undefined}
              aria-keyshortcuts={onClose && 'Delete'}
              tabIndex={tab.key === current ? 0 : -1}
              title={tab.mark ? `${tab.label}: ${tab.mark}` : tab.label}
              className={classes.button}
              onClick={() => onShow(tab.key)}
            >
              {tab.icon}
              <span className={classes.name}>{tab.label}</span>
              {tab.mark && (
                <span className={classes.mark}>
                  <VisuallyHidden>{tab.mark}</VisuallyHidden>
                </span>
              )}
            </button>
            {onClose && (
              <button
                type="button"
                tabIndex={-1}
                aria-hidden
                title={`Close ${tab.label}`}
                className={classes.close}
                onClick={() => onClose(tab.key)}
              >
                <IconX size={12} aria-hidden />
              </button>
            )}
          </div>
        ))}
      </div>
      {children}
    </div>
  );
}
