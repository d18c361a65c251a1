import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { networkProblem } from './problems.ts';

/**
 * Posts JSON once and resolves with the status that was answered; what else the answer says is not waited for. Rejects for any other than 2xx; a redirect is not followed:
 * it would take the message, and its signature, where nobody said it should go. The address is in no message.
 */
export function post(
  address: URL,
  body: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const request = (address.protocol === 'https:' ? requestHttps : requestHttp)(address, {
    method: 'POST',
    // No connection is kept: the next message may be days away.
    agent: false,
    signal,
    headers: {
      ...headers,
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      'User-Agent': 'Slipway',
    },
  });
  request.on('error', cause => reject(new Error(networkProblem(cause))));
  request.on('response', response => {
    const status = response.statusCode ?? 0;
    response.on('error', () => {});
    response.destroy();
    if (status >= 200 && status < 300) resolve(`answered ${status}`);
    else reject(new Error(refusal(status)));
  });
  request.end(body);
  return promise;
}

function refusal(status: number): string {
  if (status >= 300 && status < 400) {
    return `answered ${status}, a redirect, which is not followed: give the channel the address it leads to`;
  }
  if (status === 401 || status === 403) return `answered ${status}: it does not accept the key or address`;
  if (status === 404 || status === 410)
    return `answered ${status}: there is nothing at this address any more`;
  return `answered ${status}`;
}
