/** What rules can tell about. */
export const noticeKinds = [
  /** A run failed. */
  'failure',
  /** The first run that completed after one that failed. */
  'recovery',
  /** Fires started nothing: the machine slept, Slipway was not running, or it was too late. */
  'missed',
  /** A run was skipped by a condition, or a fire by its policy; not what a pause skips. */
  'skipped',
  /** A run completed. */
  'success',
  /** A run completed, but took longer than usual. */
  'slow',
  /** A job paused itself after failures. */
  'paused',
  /** The scheduler was at work again after an absence in which fires came. */
  'woke',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** What a message can be: also of several kinds, and a test. */
export const messageKinds = [...noticeKinds, 'several', 'test'] as const;
export type MessageKind = (typeof messageKinds)[number];

export const deliveryStates = ['pending', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** What is wrong with an address that requests are to go to; undefined where nothing is. */
export function webAddressProblem(text: string): string | undefined {
  const [, scheme, authority = ''] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#\s]+)\S*$/i.exec(text) ?? [];
  if (scheme === undefined || !/^https?$/i.test(scheme)) {
    return 'must be an address that begins with https:// or http://';
  }
  if (authority.includes('@')) {
    return 'must not hold a user or password: keep the whole address as a secret and give its name as "url_secret"';
  }
  if (!/^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/.test(authority)) {
    return `"${authority.slice(0, 100)}" is no host`;
  }
  return undefined;
}
