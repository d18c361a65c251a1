import { Notification } from 'electron';

export interface SystemNotice {
  title: string;
  body: string;
  onClick: () => void;
}

/** Notifications are forgotten, clicks on them included, when nobody holds them; some systems never tell that one closed. */
const held = new Set<Notification>();
const mostHeld = 50;

/** Shows a notification of the system; false where there are none. */
export function notify({ title, body, onClick }: SystemNotice): boolean {
  if (!Notification.isSupported()) return false;
  const notification = new Notification({ title, body });
  held.add(notification);
  const [oldest] = held;
  if (oldest && held.size > mostHeld) held.delete(oldest);
  const forget = () => held.delete(notification);
  notification.on('click', () => {
    forget();
    onClick();
  });
  notification.on('close', forget);
  notification.on('failed', forget);
  notification.show();
  return true;
}
