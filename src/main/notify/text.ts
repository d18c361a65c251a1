import type { NotificationMessage } from '../../shared/contract/notifications.ts';

/** The message for people, on several lines where it is about several things. */
export function messageText({ message, lines, count, link }: NotificationMessage): string {
  const single = lines.length === 1 && lines[0] === message;
  const more = single ? [] : ['', ...lines];
  // A line may stand for several fires: what is left out can only be said of messages with all their lines used.
  if (!single && lines.length >= 10 && count > lines.length) more.push('…');
  return [message, ...more, ...(link === null ? [] : ['', link])].join('\n');
}

/** In Slack's notation: only these three characters mean anything in it that a job's name or an error can do harm with. */
export function slackText(message: NotificationMessage): string {
  return messageText(message).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
