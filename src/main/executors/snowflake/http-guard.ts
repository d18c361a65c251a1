import type { HttpCallback, HttpClient, HttpRequest, HttpResponse, ResultAnswer } from './driver-types.ts';
import type { ResultColumn } from './types.ts';

/** What answered is not Snowflake, or not all of it arrived. */
export class ForeignAnswer extends Error {
  override readonly name = 'ForeignAnswer';
}

/** The driver's HTTP client, as far as it is built upon. */
export type HttpClientClass = new (config: { accessUrl: string; host: string }) => HttpClient;

/** Descriptions of results kept until they are asked for; each is when its statement completes. */
const maxResults = 256;

/** What passes between the driver and the account, seen from the one place where all of it passes. */
export class Wire {
  /** How far this machine's clock is ahead of the account's, in ms, by the last answer that told the time; null before. */
  clockAheadMs: number | null = null;
  private readonly results = new Map<string, ResultColumn[]>();

  /** The columns of a result as they were sent: the driver keeps neither the length of a text nor that of a binary. */
  columnsOf(queryId: string | undefined): ResultColumn[] | undefined {
    return queryId === undefined ? undefined : this.results.get(queryId);
  }

  answered(response: HttpResponse | null): void {
    const date = response?.headers?.['date'];
    const time = typeof date === 'string' ? Date.parse(date) : Number.NaN;
    // The header tells whole seconds.
    if (!Number.isNaN(time)) this.clockAheadMs = Date.now() - time;
  }

  described(body: ResultAnswer): void {
    const { queryId, rowtype } = body.data ?? {};
    if (typeof queryId !== 'string' || !Array.isArray(rowtype)) return;
    this.results.delete(queryId);
    this.results.set(queryId, rowtype);
    if (this.results.size <= maxResults) return;
    for (const oldest of this.results.keys()) {
      this.results.delete(oldest);
      return;
    }
  }
}

/**
 * The driver's HTTP client with manners. It sends nothing twice by itself: whether a statement may be sent again is known to
 * those who sent it. What is not Snowflake's answer is an error at once, not a crash somewhere later. And the address of
 * single sign-on has the scheme and the port of the account's, both of which the driver forgets.
 */
export function guarded(Base: HttpClientClass, wire: Wire): HttpClientClass {
  return class extends Base {
    private readonly accessUrl: string;
    private readonly host: string;

    constructor(config: { accessUrl: string; host: string }) {
      super(config);
      this.accessUrl = config.accessUrl;
      this.host = config.host;
    }

    override request(options: HttpRequest): unknown {
      const { callback, url } = options;
      // Parts of a large result come from the cloud's storage, and are checked when they are read.
      const ofAccount = options['appendRequestId'] !== false;
      if (!ofAccount && !url.startsWith('https://') && !url.startsWith(`${this.accessUrl}/`)) {
        return callback?.(
          new ForeignAnswer('A part of the result is said to be where nothing is encrypted'),
          null,
          null,
        );
      }
      return super.request({
        ...options,
        useSnowflakeRetryMiddleware: false,
        ...(callback && { callback: ofAccount ? checked(callback, wire) : callback }),
      });
    }

    override async requestAsync(options: HttpRequest): Promise<HttpResponse> {
      const plain = `https://${this.host}/`;
      const url = options.url.startsWith(plain)
        ? `${this.accessUrl}/${options.url.slice(plain.length)}`
        : options.url;
      const response = await super.requestAsync({ ...options, url });
      if (url.startsWith(`${this.accessUrl}/`)) wire.answered(response);
      return response;
    }
  };
}

function checked(callback: HttpCallback, wire: Wire): HttpCallback {
  let called = false;
  return (error, response, body) => {
    // The driver calls a second time when the first call throws: with that error, as if the network had failed.
    if (called) return undefined;
    called = true;
    wire.answered(response);
    if (error || response?.statusCode !== 200) return callback(error, response, body);
    const problem = foreignAnswer(response, body);
    if (problem) return callback(problem, null, null);
    wire.described(body as ResultAnswer);
    return callback(error, response, body);
  };
}

/** What is wrong with an answer that should have been one of Snowflake's. */
function foreignAnswer(response: HttpResponse, body: unknown): ForeignAnswer | null {
  if (typeof body === 'object' && body !== null && typeof (body as ResultAnswer).success === 'boolean') {
    const { success, data } = body as ResultAnswer;
    if (success === false || data === null || typeof data === 'object') return null;
    return new ForeignAnswer('The answer is not complete: it has no data');
  }
  const type = response.headers?.['content-type'];
  const kind = typeof type === 'string' ? type.split(';')[0] : 'content without a type';
  if (body === '' || body === undefined || body === null) return new ForeignAnswer('The answer is empty');
  return new ForeignAnswer(`The answer is ${kind}, not one of Snowflake's`);
}
