import { app } from 'electron';
import { type DeepLink, findDeepLink, parseDeepLink } from './deep-link.ts';

export interface InstanceEvents {
  /** Somebody started the application again. */
  onSecondInstance: () => void;
  onLink: (link: DeepLink) => void;
}

/**
 * Takes the lock of this user's application; false when another instance has it, which is then told and comes to the front.
 * A second instance's arguments come from anybody: of all they say only a valid link is heard.
 */
export function claimSingleInstance({ onSecondInstance, onLink }: InstanceEvents): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', (_event, argv) => {
    onSecondInstance();
    const link = findDeepLink(argv);
    if (link) onLink(link);
  });
  // macOS tells links this way, to the first instance as well.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    const link = parseDeepLink(url);
    if (link) onLink(link);
  });
  const link = findDeepLink(process.argv);
  if (link) onLink(link);
  return true;
}
