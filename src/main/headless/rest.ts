import type { IncomingMessage, ServerResponse } from 'node:http';
import { mapEventIterator, ORPCError } from '@orpc/client';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { ErrorEvent } from '@orpc/server';
import type { ApiContext } from '../api/context.ts';
import { isStream } from '../api/call-error.ts';
import { toCallError } from '../api/errors.ts';
import { restPath } from '../api/paths.ts';
import { router } from '../api/router.ts';
import type { ErrorBody } from './answers.ts';

/**
 * The contract as REST: methods, paths and status codes as its routes say, streams as server-sent events. Errors, also
 * those in a stream, have the shape of `ErrorBody`.
 */
const handler = new OpenAPIHandler<ApiContext>(router, {
  customErrorResponseBodyEncoder: toErrorBody,
  interceptors: [
    async call => {
      const result = await call.next().catch(cause => {
        throw toCallError(cause);
      });
      const body = result.response?.body;
      if (!result.matched || !isStream(body)) return result;
      const stream = mapEventIterator(body, {
        value: async value => value,
        error: async cause => (cause instanceof ErrorEvent ? toErrorEvent(cause) : cause),
      });
      return { ...result, response: { ...result.response, body: stream } };
    },
  ],
});

/** Answers a request below `restPath` whose body was read already; false when no call has this method and path. */
export async function answerRest(
  request: IncomingMessage,
  response: ServerResponse,
  body: object,
  context: ApiContext,
): Promise<boolean> {
  const { matched } = await handler.handle(Object.assign(request, { body }), response, {
    prefix: restPath,
    context,
  });
  return matched;
}

function toErrorBody(error: ORPCError<string, unknown>): ErrorBody {
  const { code, message, data } = toCallError(error);
  return { code, message, details: data ?? {} };
}

/** The library writes errors of streams in its own shape, whatever the shape of the others. */
function toErrorEvent(event: ErrorEvent): ErrorEvent {
  const { code, message, data } = event.data as { code: string; message: string; data?: unknown };
  return new ErrorEvent({ data: toErrorBody(new ORPCError(code, { message, data })), cause: event });
}
