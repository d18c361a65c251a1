import { formatDuration } from '../../../shared/domain/duration.ts';
import type { NoticeKind } from '../../../shared/domain/notices.ts';
import type { RunState } from '../../../shared/domain/run-state.ts';
import { wakeVerbs } from '../../../shared/domain/wake-words.ts';
import { type Context, iso } from '../context.ts';
import { encode, runStateCodes } from '../store/codes.ts';
import type { NewFire } from '../store/fire-rows.ts';
import type { JobRow } from '../store/jobs.ts';
import type { RunRow } from '../store/run-rows.ts';
import type { Tx } from '../store/store.ts';
import { type Gathered, join, messageOf, windowMs } from './grouping.ts';
import { firstMatch, type LinkedRule, type Notice, usualOf } from './notice.ts';

/** A duration is usual by so many runs. */
const sampleSize = 20;
const maxTextLength = 500;

interface StoredRule {
  id: number;
  name: string;
  rule: LinkedRule;
}

/** What an absence led to. */
export interface Absent {
  away: string;
  since: number;
  fires: number;
  jobs: number;
  dispatched: number;
  coalesced: number;
  skipped: number;
  missed: number;
}

export type Notices = ReturnType<typeof createNotices>;

/** Writes the messages that rules ask for, in the transaction of what they are about; the courier delivers them. */
export function createNotices({ store, ids, alarm }: Context) {
  const sql = store.sql.notifications;
  let known: { revision: number; rules: StoredRule[] } | undefined;

  function rules(): StoredRule[] {
    if (known?.revision !== store.revision) {
      const rules = sql.rules.all.all().map(({ id, name, definition_json }) => ({
        id,
        name,
        rule: JSON.parse(definition_json) as LinkedRule,
      }));
      known = { revision: store.revision, rules };
    }
    return known.rules;
  }

  const wanted = (...kinds: NoticeKind[]): boolean =>
    rules().some(({ rule }) => rule.enabled !== false && rule.on.some(kind => kinds.includes(kind)));

  /** Notices about one thing, the most telling first: each rule tells about the first that it asks for. */
  function tell(tx: Tx, notices: Notice[]): void {
    for (const { id, name, rule } of rules()) {
      const notice = firstMatch(rule, notices);
      if (notice) for (const channel of rule.channels) write(tx, { id, name }, channel, notice);
    }
  }

  function write(tx: Tx, rule: { id: number; name: string }, channelId: number, notice: Notice): void {
    const channel = sql.channels.byId.get(channelId);
    if (!channel) return;
    const until = tx.now + windowMs;
    const open = sql.open.get({ rule: rule.id, channel: channelId, now: tx.now, until });
    if (open) {
      const message = join(JSON.parse(open.message_json) as Gathered, notice);
      sql.setMessage.run({ id: open.id, run: message.run, message: JSON.stringify(message) });
      tx.changed('delivery', open.id);
      return;
    }
    const added = sql.insert.run({
      channel_id: channelId,
      channel_name: channel.name,
      rule_id: rule.id,
      rule_name: rule.name,
      state: 'pending',
      run_id: notice.run,
      message_json: JSON.stringify(messageOf(ids.uuid(), notice)),
      created_at_ms: tx.now,
      closes_at_ms: until,
      next_attempt_at_ms: until,
    });
    tx.changed('delivery', Number(added.lastInsertRowid));
    tx.afterCommit(() => alarm.nudge());
  }

  function about(tx: Tx, job: JobRow): Pick<Notice, 'at' | 'job' | 'environment' | 'count'> {
    const environment = store.sql.environments.nameById.get(job.environment_id);
    return {
      at: tx.now,
      job: { id: job.id, name: job.name },
      environment: environment ? { id: job.environment_id, name: environment.name } : null,
      count: 1,
    };
  }

  function slowness(run: RunRow, now: number): { ratio: number; text: string } | null {
    if (run.claimed_at_ms === null || !wanted('slow')) return null;
    const usual = usualOf(sql.durationsBefore.all({ job: run.job_id, run: run.id, limit: sampleSize }));
    if (usual === null || usual <= 0) return null;
    const took = now - run.claimed_at_ms;
    const ratio = took / usual;
    const text = `took ${formatDuration(took)}, ${ratio.toFixed(1)} times its usual ${formatDuration(usual)}`;
    return { ratio, text };
  }

  function hadFailed(run: RunRow): boolean {
    const last = (state: RunState) =>
      sql.lastBefore.get({ job: run.job_id, state: encode(runStateCodes, state), run: run.id }) ?? 0;
    return last('failed') > last('completed');
  }

  return {
    /** A run ended. Draft runs are nobody's business but their author's; a cancelled one has somebody who knows. */
    runEnded(tx: Tx, run: RunRow, state: RunState): void {
      if (run.draft === 1 || state === 'cancelled' || rules().length === 0) return;
      const job = store.sql.jobs.byId.get(run.job_id);
      if (!job) return;
      const common = { ...about(tx, job), run: run.id, state };
      const name = `${job.name} #${run.id}`;
      const one = (kind: NoticeKind, text: string): Notice => ({ ...common, kind, text: line(text) });
      if (state === 'failed') {
        const why = store.sql.runs.failures.all(run.id).at(-1)?.message;
        tell(tx, [one('failure', `${name} failed${why === undefined ? '' : `: ${why}`}`)]);
      } else if (state === 'skipped') {
        const why = store.sql.runs.byId.get(run.id)?.reason;
        tell(tx, [one('skipped', `${name} was skipped${why ? `: ${why}` : ''}`)]);
      } else if (state === 'completed') {
        const slow = slowness(run, tx.now);
        tell(tx, [
          ...(wanted('recovery') && hadFailed(run)
            ? [one('recovery', `${name} completed: the run before it had failed`)]
            : []),
          ...(slow ? [{ ...one('slow', `${name} ${slow.text}`), ratio: slow.ratio }] : []),
          one('success', `${name} completed`),
        ]);
      }
    },

    /** A fire, or several in a row, started nothing. */
    fireDecided(tx: Tx, outcome: 'missed' | 'skipped', fire: NewFire): void {
      // Who pauses a job or edits its schedule knows what that leads to.
      if (fire.reason === 'paused' || fire.reason === 'all_paused' || fire.reason === 'replaced') return;
      if (!wanted(outcome)) return;
      const job = store.sql.jobs.byId.get(fire.job_id);
      if (!job) return;
      const from = minute(fire.nominal_at_ms);
      const fires =
        fire.count === 1
          ? `the fire of ${from}`
          : `${fire.count} fires of ${from} to ${minute(fire.last_at_ms)}`;
      const why = [fire.away, fire.reason].flatMap(word =>
        word === null ? [] : [word.replaceAll('_', ' ')],
      );
      const detail = fire.detail === null ? '' : `: ${fire.detail}`;
      const text = line(`${job.name} ${outcome} ${fires} (${why.join(', ')})${detail}`);
      tell(tx, [{ ...about(tx, job), kind: outcome, run: null, state: null, count: fire.count, text }]);
    },

    /** A job paused itself. */
    pausedItself(tx: Tx, job: JobRow, run: number, reason: string): void {
      if (!wanted('paused')) return;
      const text = line(`${job.name} paused itself: ${reason}`);
      tell(tx, [{ ...about(tx, job), kind: 'paused', run, state: 'failed', text }]);
    },

    /** The scheduler accounted for what an absence left behind. */
    woke(tx: Tx, absent: Absent): void {
      if (!wanted('woke')) return;
      const { away, since, fires, jobs } = absent;
      const what = `${fires} ${fires === 1 ? 'fire' : 'fires'} of ${jobs} ${jobs === 1 ? 'job' : 'jobs'}`;
      const text = `At work again (${away.replaceAll('_', ' ')} since ${minute(since)}): ${what}: ${wakeVerbs(absent)}`;
      tell(tx, [
        {
          kind: 'woke',
          at: tx.now,
          job: null,
          environment: null,
          run: null,
          state: null,
          count: fires,
          text,
        },
      ]);
    },
  };
}

/** "2026-03-01 06:00 UTC" */
function minute(ms: number): string {
  return `${iso(ms).slice(0, 16).replace('T', ' ')} UTC`;
}

/** On one line, and not too long for a mail's subject and a chat. */
function line(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  return flat.length <= maxTextLength ? flat : `${flat.slice(0, maxTextLength - 1)}…`;
}
