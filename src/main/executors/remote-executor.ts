import type { Executor, QueryPage, ScriptHooks } from '../engine/ports.ts';
import type { ExecutorProcess } from './executor-process.ts';
import { cancelledError } from './failures.ts';
import type { CallInput, CallName, CallOutput } from './protocol.ts';

/** Where the process of an executor is found; see `Place`. */
export interface ProcessPlace {
  current(): ExecutorProcess | undefined;
  ensure(): Promise<ExecutorProcess>;
}

/** The `Executor` port over a process. Holds no state but what is on its way to the process. */
export function createRemoteExecutor(place: ProcessPlace): Executor {
  /** Query ids that wait for a process to start; true once cancelled. They were never sent. */
  const unsent = new Map<string, boolean>();

  async function processFor(queryId: string): Promise<ExecutorProcess> {
    unsent.set(queryId, false);
    try {
      const process = await place.ensure();
      if (unsent.get(queryId)) throw cancelledError(queryId);
      return process;
    } finally {
      unsent.delete(queryId);
    }
  }

  async function call<T extends CallName>(type: T, input: CallInput<T>): Promise<CallOutput<T>> {
    const process = place.current() ?? (await place.ensure());
    return await process.call(type, input);
  }

  async function cancel(queryId: string): Promise<void> {
    if (unsent.has(queryId)) unsent.set(queryId, true);
    // What a process that has ended was doing is over; its promises say so.
    await place.current()?.cancel(queryId);
  }

  async function* query(
    request: CallInput<'open'>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<QueryPage, void, void> {
    if (signal?.aborted) throw cancelledError(request.queryId);
    const onAbort = () => void cancel(request.queryId);
    signal?.addEventListener('abort', onAbort);
    let process: ExecutorProcess | undefined;
    let cursor: number | undefined;
    try {
      process = place.current() ?? (await processFor(request.queryId));
      const opened = process.send('open', request);
      let page = await opened.answer;
      if (!page.done) cursor = opened.id;
      yield { columns: page.columns, rows: page.rows };
      while (cursor !== undefined) {
        // The executor has closed the cursor of a query that failed or ended.
        const open = cursor;
        cursor = undefined;
        page = await process.call('next', { cursor: open });
        if (!page.done) cursor = open;
        if (page.rows.length > 0) yield { columns: page.columns, rows: page.rows };
      }
    } finally {
      signal?.removeEventListener('abort', onAbort);
      if (process && cursor !== undefined) await process.call('close', { cursor }).catch(() => {});
    }
  }

  return {
    async execute(script, hooks?: ScriptHooks) {
      const process = place.current() ?? (await processFor(script.queryId));
      const wants = {
        submitted: hooks?.onSubmitted !== undefined,
        progress: hooks?.onProgress !== undefined,
        trouble: hooks?.onTrouble !== undefined,
      };
      return await process.call('execute', { script, wants }, hooks);
    },
    query,
    describe: request => call('describe', request),
    catalog: request => call('catalog', request),
    cancel,
    recall: request => call('recall', request),
    test: session => call('test', { session }),
    list: request => call('list', request),
    explain: request => call('explain', request),
    grants: request => call('grants', request),
    privileges: request => call('privileges', request),
    load: request => call('load', request),
  };
}
