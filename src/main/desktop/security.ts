import { app, type Session, shell, type WebContents } from 'electron';
import { isAppUrl } from './app-url.ts';
import { isKnownExternalUrl } from './external-url.ts';

/**
 * Guards every page there will ever be, whoever opens it: none leaves our origin, opens a window or holds another page.
 * Must be called before the app is ready.
 */
export function guardPages(): void {
  app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => guard(contents));
}

function guard(contents: WebContents): void {
  contents.on('will-frame-navigate', event => {
    if (!event.isMainFrame || !isAppUrl(event.url)) event.preventDefault();
  });
  contents.on('will-navigate', event => {
    if (!isAppUrl(event.url)) event.preventDefault();
  });
  // Our own answers never redirect.
  contents.on('will-redirect', event => event.preventDefault());
  contents.on('will-attach-webview', event => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openExternal(url);
    return { action: 'deny' };
  });
}

/** Shows a page in the system's browser if it is one we know; anything else is ignored. */
export function openExternal(url: string): void {
  if (isKnownExternalUrl(url)) shell.openExternal(url).catch(() => undefined);
}

/** Copying to the clipboard is all a page of ours needs beyond what every page may. */
const granted = 'clipboard-sanitized-write';

export function denyPermissions(session: Session): void {
  session.setPermissionCheckHandler((_contents, permission, origin) => isGranted(permission, origin));
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(isGranted(permission, details.requestingUrl)),
  );
  session.setDevicePermissionHandler(() => false);
}

function isGranted(permission: string, requestedBy: string): boolean {
  return permission === granted && isAppUrl(requestedBy);
}
