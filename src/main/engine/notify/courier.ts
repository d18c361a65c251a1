import type { ChannelDefinition, NotificationMessage } from '../../../shared/contract/notifications.ts';
import type { Due } from '../alarm.ts';
import type { Context } from '../context.ts';
import type { Notifier } from '../ports.ts';
import type { DeliveryRow } from '../store/notifications.ts';
import { type Gathered, toMessage } from './grouping.ts';

/** How long a channel may take to answer. */
export const answerMs = 10_000;
/** Waits before the second and later attempts: six attempts within about an hour. */
const waitsMs = [30_000, 120_000, 300_000, 900_000, 2_100_000];
/** No wait is longer: what seems to be due later was written before the clock was set back. */
const farthestMs = Math.max(...waitsMs);
const restMs = 30_000;
const keepMs = 90 * 86_400_000;
const pruneEveryMs = 86_400_000;

/** What came of one attempt. */
export interface Attempt {
  ok: boolean;
  /** What was answered, or why it failed. */
  message: string;
  elapsedMs: number;
}

/**
 * Delivers what the outbox holds: a message of each channel at a time, channels beside each other. Nothing waits for it: an
 * attempt goes on by itself, and its result is written when it comes. After a crash an attempt is made again.
 */
export class Courier implements Due {
  private readonly context: Context;
  private readonly notifier: Notifier;
  private readonly busy = new Map<number, Promise<void>>();
  /** After results that could not be written, on a full disk, say: what was sent would be sent again and again. */
  private restUntil = 0;
  private prunedAt: number | null = null;

  constructor(context: Context, notifier: Notifier) {
    this.context = context;
    this.notifier = notifier;
  }

  next(now: number): number | null {
    if (this.rests(now)) return this.restUntil;
    let first: number | null = null;
    for (const { channel_id, at, latest } of this.sql.dueByChannel.all()) {
      if (this.busy.has(channel_id)) continue;
      const due = latest > now + farthestMs ? now : at;
      if (first === null || due < first) first = due;
    }
    return first;
  }

  /** Begins what is due. */
  async run(now: number): Promise<void> {
    if (this.rests(now)) return;
    await this.prune(now);
    for (const { channel_id: channel } of this.sql.dueByChannel.all()) {
      if (this.busy.has(channel)) continue;
      if (!this.dueOf(channel)) continue;
      const over = this.deliverAll(channel)
        .catch(cause => {
          this.restUntil = this.context.clock.now() + restMs;
          this.context.log.write('error', 'a notification could not be delivered', { cause: String(cause) });
        })
        .finally(() => {
          this.busy.delete(channel);
          this.context.alarm.nudge();
        });
      this.busy.set(channel, over);
    }
  }

  /** Resolves when no attempt is under way. */
  async idle(): Promise<void> {
    while (this.busy.size > 0) await Promise.all(this.busy.values());
  }

  /** One attempt, now. Null when the engine was closed before it was over: nobody knows what came of it. */
  async attempt(channel: ChannelDefinition, message: NotificationMessage): Promise<Attempt | null> {
    const { clock, closing } = this.context;
    const tooLate = new AbortController();
    const stopTimer = clock.timer(answerMs, () => tooLate.abort());
    const began = clock.elapsed();
    const ended = (ok: boolean, text: string): Attempt => ({
      ok,
      message: text,
      elapsedMs: Math.round(clock.elapsed() - began),
    });
    try {
      const signal = AbortSignal.any([tooLate.signal, closing]);
      return ended(true, await this.notifier.send(channel, message, signal));
    } catch (cause) {
      if (closing.aborted) return null;
      if (tooLate.signal.aborted) return ended(false, `no answer within ${answerMs / 1_000} s`);
      return ended(false, cause instanceof Error ? cause.message : String(cause));
    } finally {
      stopTimer();
    }
  }

  private get sql() {
    return this.context.store.sql.notifications;
  }

  private dueOf(channel: number): DeliveryRow | undefined {
    const now = this.context.clock.now();
    return this.sql.dueOf.get({ channel, now, farthest: now + farthestMs });
  }

  /** One after the other; what fails is due later. */
  private async deliverAll(channel: number): Promise<void> {
    for (let due = this.dueOf(channel); due; due = this.dueOf(channel)) {
      await this.deliver(due);
      if (this.context.closing.aborted) return;
    }
  }

  private async deliver(delivery: DeliveryRow): Promise<void> {
    const channel = this.sql.channels.byId.get(delivery.channel_id);
    if (!channel) return;
    const message = toMessage(JSON.parse(delivery.message_json) as Gathered);
    const at = this.context.clock.now();
    const definition = JSON.parse(channel.definition_json) as ChannelDefinition;
    const attempt = await this.attempt(definition, message);
    if (attempt === null) return;
    await this.context.store.write(tx => {
      // Its channel may have been deleted meanwhile, and it with that given up.
      if (this.sql.byId.get(delivery.id)?.state !== 'pending') return;
      const number = (this.sql.countAttempts.get(delivery.id) ?? 0) + 1;
      this.sql.insertAttempt.run({
        delivery_id: delivery.id,
        attempt: number,
        at_ms: at,
        elapsed_ms: attempt.elapsedMs,
        ok: attempt.ok ? 1 : 0,
        message: attempt.message,
      });
      const wait = waitsMs[number - 1];
      const next = attempt.ok || wait === undefined ? null : tx.now + wait;
      const state = attempt.ok ? 'delivered' : next === null ? 'failed' : 'pending';
      this.sql.settle.run({ id: delivery.id, state, next });
      tx.changed('delivery', delivery.id);
    });
    if (!attempt.ok) {
      const fields = { channel: channel.name, delivery: delivery.id, reason: attempt.message };
      this.context.log.write('warn', 'an attempt to deliver a notification failed', fields);
    }
  }

  private rests(now: number): boolean {
    return this.restUntil > now && this.restUntil <= now + restMs;
  }

  private async prune(now: number): Promise<void> {
    // Also where the clock was set back.
    if (this.prunedAt !== null && Math.abs(now - this.prunedAt) < pruneEveryMs) return;
    this.prunedAt = now;
    await this.context.store.write(() => void this.sql.prune.run(now - keepMs));
  }
}
