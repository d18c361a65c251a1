import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { SlipwayError } from '../../shared/domain/errors.ts';
import { findPageFile, type PageFile } from '../system/page-files.ts';
import { pageHeaders } from '../system/page-policy.ts';
import { refuse } from './answers.ts';
import { addressInPage } from './page-address.ts';

const yearSeconds = 365 * 24 * 60 * 60;

/** Answers with a file of the built page in `directory`. */
export async function servePage(
  directory: string,
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const error = new SlipwayError('validation', 'Pages can only be read');
    return refuse(response, { status: 405, error, headers: { allow: 'GET, HEAD' } });
  }
  const moved = addressInPage(request.url ?? '/');
  if (moved !== undefined) {
    return sendText(response, 302, '<a href="/">Open Slipway</a>', { location: moved });
  }
  const found = findPageFile(directory, pathname);
  const file = found && (await open(found.path).catch(() => undefined));
  if (!found || !file) return notFound(response, pathname);
  try {
    await send(request, response, found, file);
  } finally {
    await file.close();
  }
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  found: PageFile,
  file: FileHandle,
): Promise<void> {
  const { size, mtimeMs } = await file.stat();
  const tag = `"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}"`;
  const headers = {
    // Older browsers do not count a WebSocket to the page's own address as "self".
    ...pageHeaders([`ws://${request.headers.host}`]),
    'cache-control': found.immutable ? `private, max-age=${yearSeconds}, immutable` : 'private, no-cache',
    etag: tag,
  };
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, { ...headers, 'content-type': found.type, 'content-length': size });
  if (request.method === 'HEAD' || size === 0) {
    response.end();
    return;
  }
  const content = createReadStream('', { fd: file, autoClose: false, end: size - 1 });
  // A browser that stops loading is no failure.
  await pipeline(content, response).catch(() => response.destroy());
}

/** A page is looked at by people, so what is said about it is one too. */
export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Slipway</title><p>${text}</p></html>`;
  response.writeHead(status, {
    ...pageHeaders(),
    'cache-control': 'no-store',
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(html),
    ...headers,
  });
  response.end(html);
}

function notFound(response: ServerResponse, pathname: string): void {
  if (pathname === '/') {
    sendText(response, 503, 'Slipway’s page has not been built. Build it with <code>npm run build</code>.');
  } else sendText(response, 404, 'There is nothing here. <a href="/">Open Slipway</a>');
}
