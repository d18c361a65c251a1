import { socketClient } from '../../../src/main/api/clients.ts';
import type { Clock } from '../../../src/main/engine/ports.ts';
import { serve } from '../../../src/main/headless/serve.ts';
import { systemClock } from '../../../src/main/system/clock.ts';
import { socketPath } from '../../../src/main/system/places.ts';
import type { Action, Answer } from './moved-protocol.ts';

/**
 * What `slipway serve` serves, in a process of its own whose wall clock its parent moves; otherwise it goes on with that
 * of the machine. Arguments: workspace, how far ahead it begins in ms.
 */
const [directory = '', ahead = '0'] = process.argv.slice(2);
/** Less than what the engine takes for sleep. */
const stepMs = 30_000;

let aheadMs = Number(ahead);
const clock: Clock = { ...systemClock, now: () => systemClock.now() + aheadMs };

const served = await serve({ directory, clock });
// The engine is told as the desktop tells it that the machine woke up: it does not wait for its timers to notice.
const { client, close } = await socketClient(socketPath(directory), 'desktop');

async function carryOut(action: Action): Promise<void> {
  const atOnceMs = action.do === 'pass' ? stepMs : action.ms;
  for (let left = action.ms; left > 0; left -= atOnceMs) {
    aheadMs += Math.min(left, atOnceMs);
    await client.workspace.wake({});
  }
  answer();
}

function answer(): void {
  process.send?.({ pageUrl: served.pageUrl } satisfies Answer);
}

async function end(): Promise<void> {
  await close();
  await served.close();
}

process.on('message', (action: Action) => void carryOut(action));
process.once('disconnect', () => void end());
answer();
