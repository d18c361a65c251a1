import { request as startRequest, type IncomingHttpHeaders, type RequestOptions } from 'node:http';

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface HttpRequest extends RequestOptions {
  headers?: Record<string, string>;
  /** Sent as it is; a list is sent in chunks, without a length. */
  body?: string | Buffer | Iterable<Buffer>;
}

/** One request with exactly these headers, which `fetch` would not send: another `Host`, say. */
export function httpRequest(options: HttpRequest): Promise<HttpAnswer> {
  const { body, ...rest } = options;
  return new Promise((resolve, reject) => {
    const request = startRequest({ host: '127.0.0.1', agent: false, ...rest }, response => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', chunk => (text += chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    request.on('error', reject);
    if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) request.end(body);
    else void writeAll(request, body).then(() => request.end(), reject);
  });
}

async function writeAll(request: NodeJS.WritableStream, chunks: Iterable<Buffer>): Promise<void> {
  for (const chunk of chunks) {
    await new Promise<void>((resolve, reject) => {
      request.write(chunk, cause => (cause ? reject(cause) : resolve()));
    });
  }
}
