import { app } from 'electron';
import { type DeepLink, findDeepLink, parseDeepLink } from './deep-link.ts';

export interface InstanceEvents {
  /** Somebody started the application again. */
  onSecondInstance: () => void;
  onLink: (link: DeepLink) => void;
}

/**
 * Listens to what reaches the instance that has the lock: other starts of the application, and links. A second
 * instance's arguments come from anybody: of all they say only a valid link is heard.
 */
export function listenToInstances({ onSecondInstance, onLink }: InstanceEvents): void {
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
}
