import { createORPCClient, mapEventIterator, ORPCError } from '@orpc/client';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { ErrorEvent } from '@orpc/server';
import { isStream } from '../../src/main/api/call-error.ts';
import { restPath } from '../../src/main/api/paths.ts';
import type { ErrorBody } from '../../src/main/headless/answers.ts';
import { type Client, contract } from '../../src/shared/contract/index.ts';

/**
 * A typed client over plain HTTP: methods, paths and bodies as the contract's routes say, errors from the JSON that REST
 * answers with. Aborting `connection` breaks every request off, as a client that goes away does.
 */
export function restClient(address: string, token: string, connection: AbortSignal): Client {
  const link = new OpenAPILink(contract, {
    url: `${address}${restPath}`,
    headers: { authorization: `Bearer ${token}` },
    fetch: (request, init, { signal }) => fetch(request, { ...init, signal: either(signal, connection) }),
    customErrorResponseBodyDecoder: (body, response) => toError(body as ErrorBody, response.status),
    interceptors: [
      async call => {
        const output = await call.next();
        if (!isStream(output)) return output;
        return mapEventIterator(output, {
          value: async value => value,
          error: async cause => (cause instanceof ErrorEvent ? toError(cause.data as ErrorBody, 500) : cause),
        });
      },
    ],
  });
  return createORPCClient<Client>(link);
}

/** Aborts with the first of both. `AbortSignal.any` may be forgotten by the garbage collector before it does. */
function either(signal: AbortSignal | undefined, connection: AbortSignal): AbortSignal {
  if (signal === undefined) return connection;
  const controller = new AbortController();
  for (const source of [signal, connection]) {
    if (source.aborted) controller.abort(source.reason);
    source.addEventListener('abort', () => controller.abort(source.reason), { once: true });
  }
  return controller.signal;
}

function toError({ code, message, details }: ErrorBody, status: number): ORPCError<string, unknown> {
  return new ORPCError(code, { status, message, data: details, defined: true });
}
