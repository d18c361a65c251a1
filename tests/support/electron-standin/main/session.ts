import { StrictEmitter, strictModule, unsupported } from '../strict.ts';
import { type CheckHandler, type RequestHandler, setCheckHandler, setRequestHandler } from './permissions.ts';
import { protocol } from './protocol.ts';
import { record } from './records.ts';
import { setWebRequestListener, type WebRequestListener } from './web-request.ts';

/** Accepts Electron's optional filter in front of the listener as long as it lets everything through. */
function listenTo(name: 'onBeforeRequest' | 'onHeadersReceived') {
  return (
    first: { urls: string[] } | WebRequestListener | null,
    second?: WebRequestListener | null,
  ): void => {
    const isFilter = typeof first === 'object' && first !== null;
    if (isFilter && !first.urls.includes('<all_urls>')) {
      throw unsupported(`session.webRequest.${name} with a filter`);
    }
    setWebRequestListener(name, (isFilter ? second : first) ?? undefined);
  };
}

/** The one session all windows share. */
export class Session extends StrictEmitter {
  protected override emittedEvents(): readonly string[] {
    return ['will-download'];
  }

  readonly protocol: typeof protocol = protocol;
  readonly webRequest = strictModule('session.webRequest', {
    onBeforeRequest: listenTo('onBeforeRequest'),
    onHeadersReceived: listenTo('onHeadersReceived'),
  });

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    setRequestHandler(handler ?? undefined);
  }
  setPermissionCheckHandler(handler: CheckHandler | null): void {
    setCheckHandler(handler ?? undefined);
  }
  /** Chromium is never asked for a device here; recorded for tests. */
  setDevicePermissionHandler(handler: unknown): void {
    record('devicePermissionHandler', handler);
  }
  setDisplayMediaRequestHandler(handler: unknown): void {
    record('displayMediaRequestHandler', handler);
  }
  setSpellCheckerEnabled(enabled: boolean): void {
    record('spellChecker', enabled);
  }
}

export const defaultSession: Session = new Session();

/** Electron's module of this name. */
export const session = strictModule('session', { defaultSession });
