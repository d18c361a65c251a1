import { Tooltip } from '@mantine/core';
import { formatDuration } from '../../shared/domain/duration.ts';
import { useNow, useQuickNow } from './clock.ts';
import { absoluteTime, relativeTime } from './time.ts';

/** `3 min ago`, with the absolute time and its zone on hover. */
export function RelativeTime({ at }: { at: string }) {
  const now = useNow();
  const atMs = Date.parse(at);
  return (
    <Tooltip label={absoluteTime(atMs)}>
      <time dateTime={at}>{relativeTime(atMs, now)}</time>
    </Tooltip>
  );
}

/** How long something took: `3 min 20 s`. */
export function Duration({ ms }: { ms: number }) {
  return <span>{formatDuration(ms)}</span>;
}

/** How long something has been going on, counting. */
export function RunningDuration({ since }: { since: string }) {
  const now = useQuickNow();
  return <span role="timer">{formatDuration(Math.max(0, now - Date.parse(since)))}</span>;
}
