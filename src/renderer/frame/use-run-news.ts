import { useEffect } from 'react';
import { client } from '../api.ts';
import { isDisconnected } from '../call-error.ts';
import { onChange, onMissed } from '../events.ts';
import { runStateLooks } from '../parts/run-state.tsx';
import { announce } from '../ui/announcer.tsx';
import { addNotice } from '../ui/notices.ts';
import { createRunNews } from './run-news.ts';

const gatherMs = 400;
/** How long to wait before the engine is asked again after it could not be reached. */
const againMs = 1_000;

/** Tells state changes of runs to those who listen, and keeps failures in the notification centre. */
export function useRunNews(): void {
  useEffect(() => {
    const news = createRunNews({
      run: id =>
        client.runs.get({ run: id }).catch(error => {
          if (isDisconnected(error)) throw error;
          return undefined;
        }),
      page: input => client.runs.list(input),
      wordOf: state => runStateLooks[state].word,
      announce,
      notify: addNotice,
    });
    let changed = new Set<number>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;

    /** News is worth waiting for the engine. */
    async function insist(tell: () => Promise<void>): Promise<void> {
      while (!stopped) {
        try {
          await tell();
          return;
        } catch (error) {
          if (!isDisconnected(error)) return;
          await new Promise(resolve => setTimeout(resolve, againMs));
        }
      }
    }
    function tellChanged(): void {
      timer = undefined;
      const ids = [...changed];
      changed = new Set();
      void insist(() => news.changed(ids));
    }

    void insist(news.start);
    const stop = [
      onChange(({ topic, id }) => {
        if (topic !== 'run' || id === null) return;
        changed.add(id);
        timer ??= setTimeout(tellChanged, gatherMs);
      }),
      onMissed(() => void insist(news.missed)),
    ];
    return () => {
      stopped = true;
      clearTimeout(timer);
      for (const each of stop) each();
    };
  }, []);
}
