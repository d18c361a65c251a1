import type {
  ChannelDefinition,
  Delivery,
  RuleDefinition,
} from '../../../src/shared/contract/notifications.ts';
import type { Engine } from '../../../src/main/engine/engine.ts';
import { ada } from '../../support/engine-options.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { pass } from '../../support/scheduled.ts';

/** A channel and one rule that sends everything it names to it. */
export async function tellAbout(
  engine: Engine,
  channel: ChannelDefinition,
  rule: Partial<RuleDefinition> & Pick<RuleDefinition, 'on'>,
): Promise<void> {
  await engine.notifications.applyChannel(ada, { definition: channel });
  await engine.notifications.applyRule(ada, {
    definition: { name: `to_${channel.name}`, channels: [channel.name], ...rule },
  });
}

export async function runNow(engine: Engine, job: string): Promise<number> {
  const { id } = await engine.runs.dispatch(ada, { job, cause: '', variables: {} });
  await engine.runs.idle();
  return id;
}

/** Lets time pass, and waits for all attempts to deliver that this leads to. */
export async function deliver(engine: Engine, clock: FakeClock, ms = 60_000): Promise<void> {
  for (let left = ms; left > 0; left -= 30_000) {
    await pass(engine, clock, Math.min(left, 30_000));
    await engine.notifications.idle();
  }
}

/** The log of deliveries, oldest first. */
export function log(engine: Engine): Delivery[] {
  return engine.notifications.listDeliveries({ limit: 1_000 }).deliveries.toReversed();
}

/** What was told, in words, oldest first: "failure: j #1 failed: never". */
export function told(engine: Engine): string[] {
  return log(engine).map(({ message }) => `${message.kind}: ${message.message}`);
}
