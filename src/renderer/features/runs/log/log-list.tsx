import { Button } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import type { LogLine } from '../../../../shared/contract/runs.ts';
import { sizes } from '../../../ui/theme.ts';
import { lineTime, marked, type TimeStyle } from './log-lines.ts';
import classes from './log.module.css';

interface Props {
  lines: readonly LogLine[];
  /** More may come. */
  active: boolean;
  times: TimeStyle;
  search: string;
  startMs: number;
}

const lineHeight = 20;
/** So near to the end, in pixels, counts as the end. */
const endWithin = 24;

const tones = { debug: 'waiting', info: undefined, warn: 'warning', error: 'danger' } as const;

/** Any number of lines; shows the end of a run that goes on until one scrolls up. */
export function LogList({ lines, active, times, search, startMs }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const before = useRef(0);
  const [following, setFollowing] = useState(active);
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler is not used
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    getItemKey: index => lines[index]?.seq ?? index,
    overscan: 20,
  });
  const height = rows.getTotalSize();

  useLayoutEffect(() => {
    const box = scroller.current;
    if (box && following && active) box.scrollTop = box.scrollHeight;
  }, [following, active, height]);

  const onScroll = () => {
    const box = scroller.current;
    if (!box) return;
    const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < endWithin;
    if (atEnd) setFollowing(true);
    // Only going up lets go: the end also moves away by itself when lines come.
    else if (box.scrollTop < before.current) setFollowing(false);
    before.current = box.scrollTop;
  };

  return (
    <div className={classes.list}>
      <div
        ref={scroller}
        className={classes.scroller}
        role="log"
        aria-live="off"
        aria-label="Log"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
        tabIndex={0}
        onScroll={onScroll}
      >
        <div className={classes.lines} style={{ height }}>
          {rows.getVirtualItems().map(({ index, start, key }) => {
            const line = lines[index];
            return (
              line && (
                <div
                  key={key}
                  ref={rows.measureElement}
                  data-index={index}
                  className={classes.line}
                  data-tone={tones[line.level]}
                  style={{ top: start }}
                >
                  <span className={classes.time} title={line.at}>
                    {lineTime(line.at, times, startMs)}
                  </span>
                  <span className={classes.level}>{line.level}</span>
                  <span className={classes.step}>{line.step}</span>
                  <span className={classes.message}>
                    {marked(line.message, search).map((part, at) =>
                      part.found ? <mark key={at}>{part.text}</mark> : part.text,
                    )}
                  </span>
                </div>
              )
            );
          })}
        </div>
      </div>
      {active && !following && (
        <Button
          className={classes.follow}
          variant="filled"
          leftSection={<IconArrowDown size={sizes.iconSmall} aria-hidden />}
          onClick={() => setFollowing(true)}
        >
          Follow
        </Button>
      )}
    </div>
  );
}
