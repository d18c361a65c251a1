import type { ExecutionFailure } from '../../engine/ports.ts';
import { failure } from '../failures.ts';
import type { DriverError } from './driver-types.ts';
import type { ErrorContext } from './error-context.ts';

/** Codes of Node for what the network did, in words. */
const reasons: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  ECONNABORTED: 'it did not answer in time',
  ETIMEDOUT: 'it did not answer in time',
  EPIPE: 'the connection was cut',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name could not be looked up',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no network',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is one it signed itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that this machine does not know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an authority that this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its certificate comes from an authority that this machine does not know',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is one of another host',
};

/** What will not go away by asking again in a moment. */
const lasting = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** The driver's codes for parts of a large result, which the cloud's storage hands out. */
const resultCodes = new Set([402_001, 402_002]);

/** The account was not reached, or what answered was not Snowflake. */
export function networkFailure(error: DriverError, { host }: ErrorContext): ExecutionFailure {
  const status = statusOf(error);
  const code = nodeCode(error);
  const reason = status === undefined ? reasonOf(error, code) : statusInWords(status, error);
  const ofResult = resultCodes.has(Number(error.code));
  return failure({
    code: 'network',
    message: `${host}: ${ofResult ? 'a part of the result cannot be had: ' : ''}${reason}`,
    sqlstate: '08001',
    retryable: true,
    hint: ofResult ? 'Run it again: parts of results are kept for some hours only' : hintFor(status, code),
  });
}

/** Whether asking again in a moment may help: what is refused, unknown or another's will be so a moment later. */
export function mayPass(error: DriverError): boolean {
  const status = statusOf(error);
  if (status !== undefined) return status >= 500 || status === 408 || status === 429;
  if (error.name === 'Unanswered') return true;
  const code = nodeCode(error);
  return code !== undefined && !lasting.has(code);
}

/** No connection came about, so nothing was sent. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Whether what was sent may have arrived, though its answer did not. */
export function mayHaveArrived(error: DriverError): boolean {
  const code = nodeCode(error);
  return code === undefined || !neverSent.has(code);
}

function statusOf(error: DriverError): number | undefined {
  return error.response?.statusCode ?? error.response?.status;
}

/** The innermost code that Node gave: errors come wrapped, once or twice. */
function nodeCode(error: DriverError): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown };
    if (typeof code === 'string' && /^[A-Z][A-Z_]+$/.test(code) && code !== 'ERR_BAD_RESPONSE') return code;
  }
  return undefined;
}

function reasonOf(error: DriverError, code: string | undefined): string {
  const known = code === undefined ? undefined : reasons[code];
  if (known !== undefined) return known;
  if (error.name === 'Unanswered') return error.message;
  const cause = error.cause instanceof Error ? error.cause : error;
  if (cause instanceof SyntaxError || /JSON/.test(cause.message)) {
    return 'the answer is no whole JSON: it was cut off, or something else answered';
  }
  const message = cause.message === '' ? 'it could not be reached' : cause.message;
  return message.charAt(0).toLowerCase() + message.slice(1);
}

function statusInWords(status: number, error: DriverError): string {
  if (status >= 300 && status < 400) {
    const location = error.response?.headers?.['location'];
    const where = typeof location === 'string' ? ` to ${hostOf(location)}` : '';
    return `it redirects${where}, which is not followed: what signs in would go with it`;
  }
  return `it answered with HTTP ${status}`;
}

function hostOf(location: string): string {
  try {
    return new URL(location).host;
  } catch {
    return 'another address';
  }
}

function hintFor(status: number | undefined, code: string | undefined): string | null {
  if (status === 403 || status === 404)
    return 'Check the account identifier: Snowflake answers so for accounts it does not know';
  if (status === 407) return 'The proxy asks for a user and password, which Slipway does not send';
  if (status !== undefined && status >= 500)
    return 'Snowflake, or a proxy before it, is busy: try again later';
  if (status !== undefined) return 'Check access_url and the proxy of the connection';
  if (code === 'ENOTFOUND') return 'Check the account identifier, and the network of this machine';
  if (code === 'ECONNREFUSED') return 'Check access_url and the proxy of the connection';
  if (code !== undefined && /CERT|VERIFY|ISSUER/.test(code)) {
    return 'Where a company looks into TLS, its authority has to be known here: NODE_EXTRA_CA_CERTS names the file';
  }
  return null;
}
