import { wireColumn } from './results.ts';
import { SnowflakeError } from './errors.ts';
import type { BadChunk, Faults, Hold, Matcher, Misanswer } from './faults.ts';
import { json, type Reply, type Request } from './http.ts';
import type { ServerLog } from './log.ts';
import type { WireRow } from './results.ts';
import type { Sessions } from './sessions.ts';

/** What can be reached over HTTP below `/__fake`, for a server that was started by hand. */
export interface RemoteControl {
  faults: Faults;
  log: ServerLog;
  sessions: Sessions;
  sql: (text: string) => Promise<WireRow[]>;
}

/** A text that occurs, in capitals or not, or `{ "pattern": "…" }`, a regular expression. */
type Written = string | { pattern: string };

interface Wanted {
  fault: string;
  sql?: Written;
  query_tag?: Written;
  path?: Written;
  method?: string;
  times?: number;
  for_ms?: number;
  after?: boolean;
  at?: 'start' | 'end';
  how?: string;
  status?: number;
  to?: string;
  ms?: number;
  code?: string;
  message?: string;
  index?: number;
  cell?: string;
  what?: 'session' | 'master';
}

/** `GET /__fake/log`, `GET|POST|DELETE /__fake/faults[/id]`, `POST /__fake/sql`. */
export async function remoteControl(control: RemoteControl, request: Request): Promise<Reply> {
  const { method, path, body } = request;
  const [, , area, id] = path.split('/');
  try {
    switch (`${method} ${area}`) {
      case 'GET log':
        return json(control.log);
      case 'GET faults':
        return json({ active: control.faults.active });
      case 'DELETE faults':
        if (id === undefined) control.faults.clear();
        else if (!control.faults.clearOne(Number(id))) return problem(`there is no fault ${id}`, 404);
        return json({ active: control.faults.active });
      case 'POST faults':
        return json({ id: addFault(control, body as unknown as Wanted) });
      case 'POST sql':
        return json({ rows: await control.sql(String(body['sql'])) });
      default:
        return problem(`there is no ${method} ${path}`, 404);
    }
  } catch (cause) {
    const { code } = cause instanceof SnowflakeError ? cause : { code: undefined };
    return problem(cause instanceof Error ? cause.message : String(cause), 400, code);
  }
}

function problem(message: string, status: number, code?: string): Reply {
  return json({ message, code }, status);
}

/** The number of the fault; 0 for what happens at once and cannot be taken back. */
function addFault({ faults, sessions }: RemoteControl, wanted: Wanted): number {
  const { times, index } = wanted;
  const statements = {
    ...(wanted.sql === undefined ? {} : { sql: matcher(wanted.sql) }),
    ...(wanted.query_tag === undefined ? {} : { queryTag: matcher(wanted.query_tag) }),
  };
  const often = times === undefined ? {} : { times };
  switch (wanted.fault) {
    case 'hold': {
      const hold: Hold = faults.hold({ ...statements, at: wanted.at ?? 'start' });
      return hold.id;
    }
    case 'request':
      return faults.request(misanswer(wanted), {
        ...often,
        after: wanted.after ?? false,
        ...(wanted.for_ms === undefined ? {} : { forMs: wanted.for_ms }),
        ...(wanted.method === undefined ? {} : { method: wanted.method }),
        ...(wanted.path === undefined ? {} : { path: matcher(wanted.path) }),
      }).id;
    case 'chunk':
      return faults.chunk(wanted.how as BadChunk, { ...often, ...(index === undefined ? {} : { index }) }).id;
    case 'without_returned':
      return faults.withoutReturned({ ...statements, ...often }).id;
    case 'variant':
      return faults.rows([wireColumn('V', 'variant')], [[wanted.cell ?? 'process.exit(99)']], {
        ...statements,
        ...often,
      }).id;
    case 'clock':
      faults.clockSkewMs = wanted.ms ?? 0;
      return 0;
    case 'expire':
      sessions.expire(wanted.what ?? 'session');
      return 0;
    default:
      throw new Error(
        `there is no fault ${wanted.fault}: hold, request, chunk, without_returned, variant, clock and expire are known`,
      );
  }
}

function misanswer(wanted: Wanted): Misanswer {
  const { how, status = 503, to = 'http://localhost/', ms = 1_000, code = '390100', message = '' } = wanted;
  switch (how) {
    case 'status':
      return { how, status };
    case 'redirect':
      return { how, to };
    case 'wait':
      return { how, ms };
    case 'refuse':
      return { how, code, message };
    case 'html':
    case 'half':
    case 'cut':
    case 'hang':
      return { how };
    default:
      throw new Error(
        `there is no answer ${how}: status, html, half, cut, hang, redirect, refuse and wait are known`,
      );
  }
}

function matcher(written: Written): Matcher {
  const pattern =
    typeof written === 'string'
      ? written.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
      : written.pattern;
  return new RegExp(pattern, 'i');
}
