import { Tooltip } from '@mantine/core';
import { absoluteTime, timeOfDay } from '../ui/time.ts';

/** `as of 12:03:10`: how old what is shown is, with date and zone on hover. */
export function AsOf({ atMs }: { atMs: number }) {
  return (
    <Tooltip label={absoluteTime(atMs)}>
      <time dateTime={new Date(atMs).toISOString()}>as of {timeOfDay(atMs)}</time>
    </Tooltip>
  );
}
