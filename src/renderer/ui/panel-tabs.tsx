import type { KeyboardEvent, ReactNode } from 'react';
import { useRef } from 'react';
import classes from './panel-tabs.module.css';

export interface PanelTab {
  key: string;
  label: string;
  /** Beside the label: how many, or a mark. */
  badge?: ReactNode;
}

interface Props {
  label: string;
  tabs: readonly PanelTab[];
  current: string;
  panelId: string;
  onShow: (key: string) => void;
  /** At the end of the row. */
  children?: ReactNode;
}

/** The few fixed tabs of a panel: Results, Problems, … */
export function PanelTabs({ label, tabs, current, panelId, onShow, children }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex(tab => tab.key === current);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = (to + tabs.length) % tabs.length;
    onShow(tabs[next]?.key ?? current);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  };
  return (
    <div className={classes.row}>
      <div
        ref={list}
        role="tablist"
        tabIndex={-1}
        aria-label={label}
        className={classes.list}
        onKeyDown={onKeyDown}
      >
        {tabs.map(tab => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            aria-selected={tab.key === current}
            aria-controls={tab.key === current ? panelId : undefined}
            tabIndex={tab.key === current ? 0 : -1}
            className={classes.tab}
            onClick={() => onShow(tab.key)}
          >
            {tab.label}
            {tab.badge}
          </button>
        ))}
      </div>
      {children && <div className={classes.end}>{children}</div>}
    </div>
  );
}
