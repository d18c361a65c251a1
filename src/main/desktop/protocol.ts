import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { findPageFile } from '../system/page-files.ts';
import { pageHeaders } from '../system/page-policy.ts';
import { appScheme, isAppUrl } from './app-url.ts';

/** Must happen before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** Answers `app://slipway/…` with the built page in `directory`. */
export function serveApp(directory: string): void {
  protocol.handle(appScheme, request => answer(directory, request));
}

async function answer(directory: string, request: Request): Promise<Response> {
  if (request.method !== 'GET') return refuse(405);
  const file = isAppUrl(request.url) ? findPageFile(directory, new URL(request.url).pathname) : undefined;
  if (!file) return refuse(404);
  const content = await readFile(file.path).catch(() => undefined);
  if (!content) return refuse(404);
  const body = file.path.endsWith('.html') ? describeHost(content.toString('utf8')) : new Uint8Array(content);
  return new Response(body, { headers: { ...pageHeaders(), 'content-type': file.type } });
}

/** Tells the page where it runs, on its root element: it cannot ask, and what it is told survives a reload. */
function describeHost(html: string): string {
  return html.replace('<html', `<html data-host="desktop" data-platform="${process.platform}"`);
}

function refuse(status: 404 | 405): Response {
  return new Response(null, { status, headers: pageHeaders() });
}
