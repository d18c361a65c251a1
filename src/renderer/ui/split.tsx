import { type SplitterPaneSize, useSplitter } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import classes from './split.module.css';
import { useDeviceState } from './ui-state.ts';

interface SplitProps {
  /** What the size is remembered by: `models.results`. */
  name: string;
  /** Says what the handle changes: "Width of the list of models". */
  label: string;
  orientation?: 'horizontal' | 'vertical';
  /** Which of the two panes keeps its size when the window changes. */
  fixed: 'first' | 'second';
  /** Pixels of the fixed pane. */
  size: number;
  min: number;
  max?: number;
  /** The fixed pane is left out when false; the other one stays mounted. */
  open?: boolean;
  first: ReactNode;
  second: ReactNode;
}

/** Two panes with a handle between them: drag it, use the arrow keys, double-click to start over. */
export function Split(props: SplitProps) {
  const {
    name,
    label,
    orientation = 'horizontal',
    fixed,
    size,
    min,
    max,
    open = true,
    first,
    second,
  } = props;
  const [stored, setStored] = useDeviceState(`split.${name}`, size);
  const fixedSize: SplitterPaneSize = `${stored}px`;
  const fixedPane = {
    defaultSize: `${size}px`,
    min: `${min}px`,
    max: max === undefined ? undefined : (`${max}px` as const),
  } as const;
  const flexiblePane = { defaultSize: 100, min: '80px' } as const;
  const fixedIndex = fixed === 'first' ? 0 : 1;
  const splitter = useSplitter<HTMLDivElement>({
    orientation,
    panels: fixedIndex === 0 ? [fixedPane, flexiblePane] : [flexiblePane, fixedPane],
    sizes: fixedIndex === 0 ? [fixedSize, 100] : [100, fixedSize],
    onSizeChange: sizes => setStored(Math.round(Number.parseFloat(String(sizes[fixedIndex])))),
    step: '8px',
    shiftStep: '64px',
    enabled: open,
  });
  // oxlint-disable-next-line react/refs -- its props hold callbacks that use refs later
  const handle = splitter.getHandleProps({ index: 0 });
  const pane = (index: number, content: ReactNode) =>
    index === fixedIndex ? (
      open && (
        <div className={classNames(classes.pane, classes.fixed)} style={{ flexBasis: stored }}>
          {content}
        </div>
      )
    ) : (
      <div className={classNames(classes.pane, classes.flexible)}>{content}</div>
    );
  return (
    <div ref={splitter.ref} className={classes.split} data-orientation={orientation}>
      {pane(0, first)}
      {open && <div {...handle} className={classes.handle} aria-label={label} />}
      {pane(1, second)}
    </div>
  );
}
