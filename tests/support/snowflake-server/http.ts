import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { SnowflakeError, sessionErrors } from './errors.ts';

/** A request as handlers see it. */
export interface Request {
  method: string;
  path: string;
  params: URLSearchParams;
  headers: IncomingMessage['headers'];
  /** The JSON of its body; empty where there is none. */
  body: Record<string, unknown>;
  text: string;
}

export interface Reply {
  status: number;
  body: Buffer;
  headers: Record<string, string>;
  /** The connection ends in the middle of the body. */
  cut?: boolean;
}

/** A request that no right client sends. */
export class ProtocolViolation extends Error {}

export function violation(reason: string): never {
  throw new ProtocolViolation(reason);
}

export function json(body: unknown, status = 200): Reply {
  const headers = { 'content-type': 'application/json' };
  return { status, body: Buffer.from(JSON.stringify(body)), headers };
}

export function html(text: string, status: number, headers: Record<string, string> = {}): Reply {
  const body = Buffer.from(`<!doctype html><html><body>${text}</body></html>`);
  return { status, body, headers: { 'content-type': 'text/html', ...headers } };
}

/** As everything Snowflake answers that is no refusal. */
export function success(data: unknown, code: string | null = null, message: string | null = null): Reply {
  return json({ data, code, message, success: true });
}

export function refusal(error: SnowflakeError, queryId: string | null = null): Reply {
  const place = error.place ?? { line: -1, pos: -1 };
  return json({
    data: {
      internalError: false,
      errorCode: error.code,
      age: 0,
      sqlState: error.sqlState,
      queryId,
      ...place,
      type: error.place === null ? 'EXECUTION' : 'COMPILATION',
    },
    code: error.code,
    message: error.message,
    success: false,
    headers: null,
  });
}

export function badRequest(reason: string): Reply {
  const { code, message } = sessionErrors.badRequest(reason);
  return json({ data: null, code, message, success: false }, 400);
}

export async function readRequest(incoming: IncomingMessage): Promise<Request> {
  const url = new URL(incoming.url ?? '/', 'http://server');
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const raw = Buffer.concat(parts);
  const text = (incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString('utf8');
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    params: url.searchParams,
    headers: incoming.headers,
    body: parsed(text),
    text,
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // Checked where a body is expected.
    return {};
  }
}

/** A field that should be a text; empty where it is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: string | null): text is string {
  return text !== null && uuid.test(text);
}

/** What every endpoint of the protocol asks for; `keys` are those its body may have. */
export interface Rules {
  method: 'GET' | 'POST';
  /** Query parameters besides those of repeated requests. */
  params: string[];
  required: string[];
  /** Undefined where there must be no body. */
  keys?: string[];
}

const ofRetries = ['request_guid', 'clientStartTime', 'retryCount', 'retryReason'];

/** Throws where a request does not keep to the rules of its endpoint. */
export function checkRules(request: Request, rules: Rules, seenGuids: Set<string>): void {
  const { method, params, headers } = request;
  if (method !== rules.method) violation(`${rules.method} is expected, not ${method}`);
  for (const name of params.keys()) {
    if (!rules.params.includes(name) && !ofRetries.includes(name)) {
      violation(`there is no query parameter ${name}`);
    }
  }
  for (const name of [...rules.required, 'request_guid']) {
    if (!params.has(name)) violation(`the query parameter ${name} is missing`);
  }
  for (const name of ['requestId', 'request_guid']) {
    if (params.has(name) && !isUuid(params.get(name))) violation(`${name} must be a UUID`);
  }
  const guid = params.get('request_guid') ?? '';
  // The driver itself signs in a second time with the same one when a token that was kept is no good any more.
  const again = params.has('retryCount') || request.path === '/session/v1/login-request';
  if (seenGuids.has(guid) && !again) violation(`the request_guid ${guid} was used before`);
  seenGuids.add(guid);
  if (headers['user-agent'] === undefined) violation('a User-Agent is expected');
  if (!headers.accept?.startsWith('application/')) violation('Accept must be a type of application/');
  checkBody(request, rules);
}

function checkBody({ headers, text, body }: Request, { keys }: Rules): void {
  if (keys === undefined) {
    if (text !== '' && text !== '{}') violation('there must be no body');
    return;
  }
  if (!headers['content-type']?.includes('application/json')) {
    violation('the Content-Type must be application/json');
  }
  try {
    JSON.parse(text);
  } catch {
    violation('the body must be JSON');
  }
  for (const key of Object.keys(body)) if (!keys.includes(key)) violation(`the body has no field ${key}`);
}

/** The token of `Authorization: Snowflake Token="…"`. */
export function tokenOf({ headers }: Request): string {
  const found = /^Snowflake Token="([^"]+)"$/.exec(headers.authorization ?? '')?.[1];
  if (found === undefined) violation('Authorization must be Snowflake Token="…"');
  return found;
}
