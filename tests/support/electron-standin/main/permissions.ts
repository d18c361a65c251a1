import { originOf, toChromium } from '../browser/url-map.ts';
import type { Page } from './pages.ts';
import { browser } from './runtime.ts';

export type CheckHandler = (page: unknown, permission: string, origin: string, details: object) => boolean;
export type RequestHandler = (
  page: unknown,
  permission: string,
  callback: (granted: boolean) => void,
  details: object,
) => void;

/** Electron's names, and what Chromium calls the same. */
const permissions: [electron: string, chromium: string, details?: object][] = [
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['midi', 'midi'],
  ['media', 'camera', { mediaType: 'video', mediaTypes: ['video'] }],
  ['media', 'microphone', { mediaType: 'audio', mediaTypes: ['audio'] }],
  ['display-capture', 'display-capture'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-sanitized-write', 'clipboard-write'],
  ['idle-detection', 'idle-detection'],
  ['window-management', 'window-management'],
  ['keyboardLock', 'keyboard-lock'],
  ['pointerLock', 'pointer-lock'],
];

let check: CheckHandler | undefined;
let request: RequestHandler | undefined;

export function setCheckHandler(handler: CheckHandler | undefined): void {
  check = handler;
}
export function setRequestHandler(handler: RequestHandler | undefined): void {
  request = handler;
}

/**
 * Chromium cannot be made to ask the application when a page wants something. So the application's handlers are asked
 * about everything beforehand, whenever a document is loaded, and Chromium is told the answers. Without handlers all is
 * granted, as in Electron.
 */
export async function applyPermissions(page: Page, url: string): Promise<void> {
  const origin = originOf(url);
  if (origin === 'null') return;
  const known = { requestingUrl: `${origin}/`, securityOrigin: `${origin}/`, isMainFrame: true };
  await Promise.all(
    permissions.map(async ([electron, chromium, extra]) => {
      const details = { ...known, ...extra };
      const checked = check?.(page, electron, `${origin}/`, details) ?? true;
      const requested = await new Promise<boolean>(resolve => {
        if (request) request(page, electron, resolve, details);
        else resolve(true);
      });
      const setting = checked && requested ? 'granted' : 'denied';
      await browser().tell('Browser.setPermission', {
        permission: { name: chromium },
        setting,
        origin: toChromium(origin),
      });
    }),
  );
}
