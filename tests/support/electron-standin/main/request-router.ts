import type { HeaderEntry, PausedRequest } from '../browser/cdp-events.ts';
import { toApp, toChromium } from '../browser/url-map.ts';
import { findPage, type Page } from './pages.ts';
import { applyPermissions } from './permissions.ts';
import { handlerFor, type ProtocolHandler } from './protocol.ts';
import { browser } from './runtime.ts';
import { beforeRequest, headersReceived, listensToHeaders } from './web-request.ts';

/**
 * Stops every request of every page and worker on its way out, so that the application can refuse navigations, answer
 * its own schemes and see headers.
 */
export async function routeRequests(): Promise<void> {
  browser().on('Fetch.requestPaused', paused => {
    route(paused).catch((error: unknown) => {
      process.stderr.write(`Electron stand-in: ${toApp(paused.request.url)}: ${String(error)}\n`);
      void fail(paused, 'Failed');
    });
  });
  await browser().send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
}

async function fail({ requestId }: PausedRequest, errorReason: 'Failed' | 'Aborted' | 'BlockedByClient') {
  await browser().tell('Fetch.failRequest', { requestId, errorReason });
}

async function route(paused: PausedRequest): Promise<void> {
  const page = findPage(paused.frameId);
  if (paused.responseStatusCode !== undefined) return await continueResponse(paused, page);
  if (paused.responseErrorReason !== undefined) {
    await browser().tell('Fetch.continueRequest', { requestId: paused.requestId });
    return;
  }
  const url = toApp(paused.request.url);
  // Chromium asks for an icon on its own account, Electron does not.
  if (paused.resourceType === 'Other' && new URL(url).pathname === '/favicon.ico')
    return await fail(paused, 'Aborted');
  if (paused.resourceType === 'Document') {
    const isMainFrame = paused.frameId === page?.targetId;
    const isRedirect = paused.redirectedRequestId !== undefined;
    // A frame of nobody's is that of a pop-up, which the stand-in is about to close.
    if (!page?.allowsNavigation({ url, isMainFrame, isRedirect })) return await fail(paused, 'Aborted');
    if (isMainFrame) await applyPermissions(page, url);
  }
  const { cancel, redirectURL } = await beforeRequest(paused, page);
  if (cancel) return await fail(paused, 'BlockedByClient');
  if (redirectURL !== undefined) {
    await fulfill(paused, 307, [{ name: 'location', value: toChromium(redirectURL) }], '');
    return;
  }
  const handler = handlerFor(url);
  if (handler) return await answer(paused, page, url, handler);
  if (handler === null) return await fail(paused, 'Failed');
  const { requestId } = paused;
  await browser().tell('Fetch.continueRequest', { requestId, interceptResponse: listensToHeaders() });
}

async function answer(
  paused: PausedRequest,
  page: Page | undefined,
  url: string,
  handler: ProtocolHandler,
): Promise<void> {
  const { method, headers, postDataEntries } = paused.request;
  const body = Buffer.concat((postDataEntries ?? []).map(({ bytes }) => Buffer.from(bytes ?? '', 'base64')));
  const shown = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, toApp(value)]));
  const request = new Request(url, { method, headers: shown, ...(body.length > 0 && { body }) });
  const response = await handler(request);
  if (!(response instanceof Response)) throw new Error('the protocol handler returned no Response');
  const given = [...response.headers].map(([name, value]) => ({ name, value }));
  const final = await headersReceived(paused, page, response.status, given);
  if (!final) return await fail(paused, 'BlockedByClient');
  const content = Buffer.from(await response.arrayBuffer()).toString('base64');
  // Policies name the application's own origin, which the page knows under another name.
  await fulfill(
    paused,
    response.status,
    final.map(({ name, value }) => ({ name, value: toChromium(value) })),
    content,
  );
}

async function fulfill(
  { requestId }: PausedRequest,
  responseCode: number,
  responseHeaders: HeaderEntry[],
  body: string,
): Promise<void> {
  await browser().tell('Fetch.fulfillRequest', { requestId, responseCode, responseHeaders, body });
}

async function continueResponse(paused: PausedRequest, page: Page | undefined): Promise<void> {
  const { requestId, responseStatusCode: responseCode = 200, responseHeaders = [] } = paused;
  const final = await headersReceived(paused, page, responseCode, responseHeaders);
  if (!final) return await fail(paused, 'BlockedByClient');
  await browser().tell('Fetch.continueResponse', { requestId, responseCode, responseHeaders: final });
}
