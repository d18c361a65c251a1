import type { ServerResponse } from 'node:http';
import type { ErrorCode, ErrorDetails, SlipwayError } from '../../shared/domain/errors.ts';

/** The body of every answer that is an error: the code decides what to do, the message is for people. */
export interface ErrorBody {
  code: ErrorCode;
  message: string;
  details: ErrorDetails;
}

/** Of every answer that is no page: nothing may be kept, guessed at, framed or read by another site. */
export const apiHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** A request that is answered without asking the engine. */
export interface Refusal {
  status: number;
  error: SlipwayError;
  headers?: Record<string, string>;
}

export function errorBody({ code, message, details }: SlipwayError): ErrorBody {
  return { code, message, details };
}

export function refuse(response: ServerResponse, { status, error, headers = {} }: Refusal): void {
  sendJson(response, status, errorBody(error), headers);
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    ...apiHeaders,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}

/** The same for a connection that asked to become a WebSocket: HTTP by hand, then the end. */
export function refusalText({ status, error, headers = {} }: Refusal, reason: string): string {
  const text = JSON.stringify(errorBody(error));
  const all = {
    ...apiHeaders,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(text)),
    connection: 'close',
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${reason}`, ...lines, '', text].join('\r\n');
}
