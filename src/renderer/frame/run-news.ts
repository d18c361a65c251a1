import { useEffect } from 'react';
import type { RunState } from '../../shared/domain/run-state.ts';
import { isTerminal } from '../../shared/domain/run-state.ts';
import { client } from '../api.ts';
import { onChange } from '../events.ts';
import { runStateLooks } from '../parts/run-state.tsx';
import { announce } from '../ui/announcer.tsx';
import { addNotice } from '../ui/notices.ts';

/** More changed runs than this at a time are told as a number: nobody listens to hundreds of sentences. */
const toldOneByOne = 3;
const gatherMs = 400;

/** Tells state changes of runs to those who listen, and keeps failures in the notification centre. */
export function useRunNews(): void {
  useEffect(() => {
    const known = new Map<number, RunState>();
    let changed = new Set<number>();
    let timer: ReturnType<typeof setTimeout> | undefined;

    async function tell(): Promise<void> {
      const ids = [...changed];
      changed = new Set();
      timer = undefined;
      if (ids.length > toldOneByOne) {
        announce(`${ids.length} runs changed`);
        return;
      }
      for (const id of ids) {
        const run = await client.runs.get({ run: id }).catch(() => undefined);
        if (!run || known.get(id) === run.state) continue;
        known.set(id, run.state);
        announce(`Run ${id} of ${run.job}: ${runStateLooks[run.state].word}`);
        if (run.state === 'failed') {
          const message = run.failure ?? undefined;
          addNotice({
            tone: 'danger',
            title: `Run #${id} of ${run.job} failed`,
            message,
            href: `/runs/${id}`,
          });
        }
        if (isTerminal(run.state)) known.delete(id);
      }
    }

    const stop = onChange(change => {
      if (change.topic !== 'run' || change.id === null) return;
      changed.add(change.id);
      timer ??= setTimeout(() => void tell(), gatherMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
}
