import type { IncomingMessage, ServerResponse } from 'node:http';
import { SlipwayError, validationError } from '../../shared/domain/errors.ts';
import type { Refusal } from './answers.ts';

/** The longest body taken, in bytes. */
export const maxBodyBytes = 16 * 1024 ** 2;

const tooLarge: Refusal = {
  status: 413,
  error: new SlipwayError('validation', `The request's body is larger than ${maxBodyBytes / 1024 ** 2} MiB`, {
    hint: 'Split it into several requests',
  }),
};

/**
 * The object a request's body holds, an empty one where it has none, or why it cannot be taken. A request that may have one
 * must not have parameters in its address: no call would look at them.
 */
export async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<{ body: object } | Refusal> {
  if (request.method === 'GET' || request.method === 'HEAD') return { body: {} };
  const misplaced = misplacedParameters(request);
  if (misplaced !== undefined) return discard(request, misplaced);
  if (Number(request.headers['content-length']) > maxBodyBytes) return discard(request, tooLarge);
  // Asked first ("Expect: 100-continue"), and now the body is wanted.
  if (request.headers.expect !== undefined) response.writeContinue();
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop must not end the connection: the answer has to go out over it.
  const stream = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) return discard(request, tooLarge);
    chunks.push(chunk);
  }
  return bytes === 0 ? { body: {} } : parse(Buffer.concat(chunks), request.headers['content-type']);
}

function misplacedParameters({ url = '', method }: IncomingMessage): Refusal | undefined {
  const names = new Set(new URLSearchParams(url.split('?', 2)[1] ?? '').keys());
  if (names.size === 0) return undefined;
  const message = `belongs in the body of a ${method}, not in the address`;
  return { status: 400, error: validationError([...names].map(path => ({ path, message }))) };
}

/** Reads the rest and forgets it: a client that is still writing would otherwise see a broken connection, not the answer. */
function discard(request: IncomingMessage, refusal: Refusal): Refusal {
  request.resume();
  return refusal;
}

function parse(bytes: Buffer, contentType = 'application/json'): { body: object } | Refusal {
  if (!/^application\/(\S+\+)?json\s*(;|$)/i.test(contentType)) {
    return refused(
      415,
      `must be JSON, not ${contentType.split(';', 1)[0]}`,
      'Send "Content-Type: application/json"',
    );
  }
  try {
    const body: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { body };
    return refused(400, 'must be a JSON object');
  } catch (cause) {
    // The parser's own words quote the body, which may hold anything.
    const place = /line (\d+) column (\d+)/.exec(String(cause));
    const where = place ? ` (line ${place[1]}, column ${place[2]})` : '';
    return refused(400, `is not valid JSON${where}`);
  }
}

function refused(status: number, problem: string, hint?: string): Refusal {
  const { code, message, details } = validationError([{ path: '', message: problem }], 'The body');
  return {
    status,
    error: new SlipwayError(code, message.replace('The body: ', 'The body '), { ...details, hint }),
  };
}
