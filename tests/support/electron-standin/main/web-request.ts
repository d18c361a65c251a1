import type { HeaderEntry, PausedRequest } from '../browser/cdp-events.ts';
import { toApp } from '../browser/url-map.ts';
import type { Page } from './pages.ts';

export interface WebRequestAnswer {
  cancel?: boolean;
  redirectURL?: string;
  responseHeaders?: Record<string, string | string[]>;
}

export type WebRequestListener = (details: object, callback: (answer: WebRequestAnswer) => void) => void;

const listeners = new Map<string, WebRequestListener>();
let lastId = 0;

export function setWebRequestListener(name: string, listener: WebRequestListener | undefined): void {
  if (listener) listeners.set(name, listener);
  else listeners.delete(name);
}

export function listensToHeaders(): boolean {
  return listeners.has('onHeadersReceived');
}

const resourceTypes: Record<string, string> = {
  Stylesheet: 'stylesheet',
  Script: 'script',
  Image: 'image',
  Font: 'font',
  XHR: 'xhr',
  Fetch: 'xhr',
  Media: 'media',
  Ping: 'ping',
};

function detailsOf({ request, resourceType, frameId }: PausedRequest, page: Page | undefined): object {
  const frame = frameId === page?.targetId ? 'mainFrame' : 'subFrame';
  return {
    id: ++lastId,
    url: toApp(request.url),
    method: request.method,
    resourceType: resourceType === 'Document' ? frame : (resourceTypes[resourceType] ?? 'other'),
    webContentsId: page?.id,
    timestamp: Date.now(),
  };
}

/** Asks the application before a request leaves. */
export async function beforeRequest(
  paused: PausedRequest,
  page: Page | undefined,
): Promise<WebRequestAnswer> {
  const listener = listeners.get('onBeforeRequest');
  if (!listener) return {};
  return await new Promise(resolve => listener(detailsOf(paused, page), resolve));
}

/** Asks the application about a response's headers; undefined when it cancels the request. */
export async function headersReceived(
  paused: PausedRequest,
  page: Page | undefined,
  statusCode: number,
  headers: HeaderEntry[],
): Promise<HeaderEntry[] | undefined> {
  const listener = listeners.get('onHeadersReceived');
  if (!listener) return headers;
  const responseHeaders: Record<string, string[]> = {};
  for (const { name, value } of headers) (responseHeaders[name] ??= []).push(toApp(value));
  const details = {
    ...detailsOf(paused, page),
    statusCode,
    statusLine: `HTTP/1.1 ${statusCode}`,
    responseHeaders,
  };
  const answer = await new Promise<WebRequestAnswer>(resolve => listener(details, resolve));
  if (answer.cancel) return undefined;
  return Object.entries(answer.responseHeaders ?? responseHeaders).flatMap(([name, values]) =>
    [values].flat().map(value => ({ name, value })),
  );
}
