import type { ChannelDefinition, RuleDefinition } from '../../../shared/contract/notifications.ts';
import type { NoticeKind } from '../../../shared/domain/notices.ts';

export type ChannelKind = ChannelDefinition['kind'];

/** How the kinds of channels are called, and what they do. */
export const channelKinds: Record<ChannelKind, { word: string; about: string }> = {
  desktop: { word: 'Desktop', about: 'Notifications of the system, on the machine that Slipway runs on.' },
  webhook: { word: 'Webhook', about: 'A request with the message as JSON, signed if you like.' },
  slack: {
    word: 'Slack',
    about: 'An incoming webhook of Slack, or of another chat that takes its format, as Mattermost does.',
  },
  smtp: { word: 'SMTP', about: 'Mails, through a server of yours.' },
};
export const channelKindNames = Object.keys(channelKinds) as ChannelKind[];

/** When a rule tells of each kind. */
export const noticeWords: Record<NoticeKind, string> = {
  failure: 'a run failed, after its retries',
  recovery: 'the first run that completed after one that failed',
  missed: 'fires that started nothing and are not made up for',
  skipped: 'a run that a condition skipped, or a fire that its policy did; not what a pause skips',
  success: 'a run completed',
  slow: 'a run completed that took longer than usual',
  paused: 'a job paused itself after failures',
  woke: 'what an absence left behind, once for all jobs',
};

export const defaultFactor = 2;

/** `https://example.com/hook`, `ops@example.com`, `the address in team_chat_url`. */
export function goesTo(channel: ChannelDefinition): string {
  switch (channel.kind) {
    case 'desktop':
      return 'this machine';
    case 'smtp':
      return channel.to.join(', ');
    default:
      return channel.url ?? `the address in ${channel.url_secret ?? 'a secret'}`;
  }
}

/** `failure, recovery, slow (2×)` */
export function tellsAbout({ on, factor = defaultFactor }: Pick<RuleDefinition, 'on' | 'factor'>): string {
  return on.map(kind => (kind === 'slow' ? `slow (${factor}×)` : kind)).join(', ');
}

/** `all jobs`, `a, b`, `all jobs in prod`, `a, b in prod` */
export function ofWhat({ jobs, environments }: Pick<RuleDefinition, 'jobs' | 'environments'>): string {
  const where = environments === undefined ? '' : ` in ${environments.join(', ')}`;
  return `${jobs === undefined ? 'all jobs' : jobs.join(', ')}${where}`;
}
