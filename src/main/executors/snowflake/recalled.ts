import type { Recall } from '../../engine/ports.ts';
import type { CallInput } from '../protocol.ts';
import type { ErrorContext } from './error-context.ts';
import { doubling, type Patience, pause } from './patience.ts';
import { recallScript } from './recall.ts';
import type { Sessions } from './sessions.ts';
import { cancelQuery } from './statement-run.ts';
import type { ExecutionError } from '../../engine/ports.ts';

/** A script of an earlier process that still runs. */
interface Running {
  request: CallInput<'recall'>;
  queryIds: string[];
  stopping: boolean;
}

/** Scripts that nobody in this process submitted: what became of them is asked, and they can be stopped like others. */
export class Recalled {
  private readonly sessions: Sessions;
  private readonly patience: Patience;
  private readonly mapped: (cause: unknown, context: Partial<ErrorContext>) => ExecutionError;
  private readonly running = new Map<string, Running>();

  constructor(sessions: Sessions, patience: Patience, mapped: Recalled['mapped']) {
    this.sessions = sessions;
    this.patience = patience;
    this.mapped = mapped;
  }

  async recall(request: CallInput<'recall'>): Promise<Recall> {
    const found = await this.sessions.use(request.session, lease =>
      recallScript(lease, request, this.mapped),
    );
    const { queryIds, ...recall } = found;
    const known = this.running.get(request.queryId);
    if (recall.state !== 'running') this.running.delete(request.queryId);
    else this.running.set(request.queryId, { request, queryIds, stopping: known?.stopping ?? false });
    return recall;
  }

  /** Has what still runs of a script stopped. Does so in the background, until it has ended; nobody waits for it. */
  stop(script: string): void {
    const known = this.running.get(script);
    if (!known || known.stopping) return;
    known.stopping = true;
    void this.stopping(script);
  }

  private async stopping(script: string): Promise<void> {
    const waits = doubling(this.patience.retryFirstMs, this.patience.retryMaxMs);
    for (;;) {
      const known = this.running.get(script);
      if (!known) return;
      try {
        await this.sessions.use(known.request.session, async lease => {
          for (const queryId of known.queryIds) await cancelQuery(lease, queryId);
        });
        await this.recall(known.request);
      } catch {
        // The account cannot be asked now; a statement that has ended cannot be cancelled, as the next look shows.
        await this.recall(known.request).catch(() => {});
      }
      if (!this.running.has(script)) return;
      await pause(waits.next().value);
    }
  }
}
