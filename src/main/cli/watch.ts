import { setTimeout as delay } from 'node:timers/promises';
import type { EventTopic } from '../../shared/contract/workspace.ts';
import type { Cli } from './cli.ts';

/** However fast something changes, it is asked for no more often. */
const askAgainMs = 150;

/**
 * Asks for something whenever it changed, until it is over; what was asked is told each time. `left` is said when somebody
 * interrupts: what becomes of it with, and without, an engine of one's own.
 */
export async function watchToEnd<T>(
  cli: Cli,
  what: { topic: EventTopic; id: number },
  {
    ask,
    tell,
    isOver,
    left,
  }: {
    ask: () => Promise<T>;
    tell: (found: T) => void;
    isOver: (found: T) => boolean;
    left: (own: boolean) => string;
  },
): Promise<T> {
  const { client, own } = await cli.engine();
  const before = cli.onInterrupt;
  cli.onInterrupt = () => left(own);
  const news = watch(await client.events.subscribe({}), what);
  try {
    for (;;) {
      await news.changed();
      const found = await ask();
      tell(found);
      if (isOver(found)) return found;
      await delay(askAgainMs);
    }
  } finally {
    news.stop();
    cli.terminal.clearStatus();
    cli.onInterrupt = before;
  }
}

/** Keeps that something changed until somebody asks: of many changes, one answer. */
function watch(
  batches: AsyncIterable<{ reset: boolean; changes: { topic: string; id: number | null }[] }> & {
    return?: (value?: undefined) => unknown;
  },
  what: { topic: EventTopic; id: number },
) {
  let dirty = true;
  let wake: (() => void) | undefined;
  const note = () => {
    dirty = true;
    wake?.();
  };
  const listening = (async () => {
    for await (const { reset, changes } of batches) {
      if (reset || changes.some(({ topic, id }) => topic === what.topic && id === what.id)) note();
    }
  })();
  // The engine has ended: asking it says so.
  listening.then(note, note);
  return {
    async changed(): Promise<void> {
      if (!dirty) {
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      }
      dirty = false;
    },
    stop: () => void batches.return?.(undefined),
  };
}
