import type { NotificationMessage } from '../../../shared/contract/notifications.ts';
import type { NoticeKind } from '../../../shared/domain/notices.ts';
import type { Notice } from './notice.ts';

/** What one rule tells one channel within so long is one message. */
export const windowMs = 60_000;
const maxLines = 10;

/** A message as it is kept: also how many notices of each kind are in it. */
export interface Gathered extends NotificationMessage {
  kinds: Partial<Record<NoticeKind, number>>;
}

/** A message about one thing. */
export function messageOf(id: string, notice: Notice): Gathered {
  return {
    id,
    time: new Date(notice.at).toISOString(),
    kind: notice.kind,
    count: notice.count,
    job: notice.job?.name ?? null,
    run: notice.run,
    environment: notice.environment?.name ?? null,
    state: notice.state,
    message: notice.text,
    lines: [notice.text],
    link: linkTo(notice.run),
    kinds: { [notice.kind]: notice.count },
  };
}

/** The message with one thing more in it; what differs between them is told no more. */
export function join(message: Gathered, notice: Notice): Gathered {
  const same = <T>(a: T | null, b: T | null | undefined): T | null => (a === b ? a : null);
  const kinds = { ...message.kinds };
  kinds[notice.kind] = (kinds[notice.kind] ?? 0) + notice.count;
  const run = same(message.run, notice.run);
  const job = same(message.job, notice.job?.name);
  const environment = same(message.environment, notice.environment?.name);
  const count = message.count + notice.count;
  return {
    ...message,
    kind: message.kind === notice.kind ? message.kind : 'several',
    count,
    job,
    run,
    environment,
    state: same(message.state, notice.state),
    message: summary(count, kinds, job, environment),
    lines: message.lines.length < maxLines ? [...message.lines, notice.text] : message.lines,
    link: linkTo(run),
    kinds,
  };
}

/** What is sent of it. */
export function toMessage(message: Gathered): NotificationMessage {
  const sent: NotificationMessage & Partial<Gathered> = { ...message };
  delete sent.kinds;
  return sent;
}

const words: Record<NoticeKind, (n: number) => string> = {
  failure: n => `${n} failed`,
  recovery: n => `${n} recovered`,
  missed: n => (n === 1 ? '1 fire missed' : `${n} fires missed`),
  skipped: n => `${n} skipped`,
  success: n => `${n} completed`,
  slow: n => `${n} slower than usual`,
  paused: n => (n === 1 ? '1 job paused itself' : `${n} jobs paused themselves`),
  woke: n => (n === 1 ? '1 fire while away' : `${n} fires while away`),
};

function summary(
  count: number,
  kinds: Gathered['kinds'],
  job: string | null,
  environment: string | null,
): string {
  const parts = Object.entries(kinds).map(([kind, n]) => words[kind as NoticeKind](n));
  const where = job ?? (environment === null ? null : `in ${environment}`);
  return `${where === null ? '' : `${where}: `}${count} events: ${parts.join(', ')}`;
}

function linkTo(run: number | null): string | null {
  return run === null ? null : `slipway://run/${run}`;
}
