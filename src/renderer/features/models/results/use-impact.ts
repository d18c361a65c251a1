import { useEffect, useState } from 'react';
import type { LineageImpact } from '../../../../shared/contract/lineage.ts';
import { client } from '../../../api.ts';
import { onChange, onMissed } from '../../../events.ts';
import type { DraftDocument } from '../drafts/draft-document.ts';

/** `of`: the environment it was asked for. */
export type Impact = { of: string } & (
  | { status: 'asking' }
  | { status: 'empty' }
  | { status: 'told'; impact: LineageImpact }
  /** `before`: of the text that could still be read. */
  | { status: 'failed'; error: unknown; before: LineageImpact | undefined }
);

const askAfterMs = 400;

/** What the text being edited would mean for others, asked again a moment after each change, saved or not. */
export function useImpact(draft: DraftDocument, model: number, environment: string): Impact {
  const [impact, setImpact] = useState<Impact>({ of: environment, status: 'asking' });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let controller = new AbortController();
    let asked: string | undefined;
    const ask = async (anyway: boolean) => {
      const sql = draft.text();
      if (sql === asked && !anyway) return;
      asked = sql;
      controller.abort();
      controller = new AbortController();
      const { signal } = controller;
      if (sql.trim() === '') {
        setImpact({ of: environment, status: 'empty' });
        return;
      }
      try {
        const told = await client.lineage.impact({ model: String(model), environment, sql }, { signal });
        if (!signal.aborted) setImpact({ of: environment, status: 'told', impact: told });
      } catch (error) {
        if (signal.aborted) return;
        setImpact(last => ({
          of: environment,
          status: 'failed',
          error,
          before: lastTold(last, environment),
        }));
      }
    };
    const later = (anyway: boolean) => {
      clearTimeout(timer);
      timer = setTimeout(() => void ask(anyway), askAfterMs);
    };
    void ask(true);
    const stops = [
      draft.subscribe(() => later(false)),
      // What runs there, or who reads it, may be another now.
      onChange(({ topic }) => {
        if (topic === 'job' || topic === 'environment' || topic === 'model') later(true);
      }),
      onMissed(() => later(true)),
    ];
    return () => {
      for (const stop of stops) stop();
      clearTimeout(timer);
      controller.abort();
    };
  }, [draft, model, environment]);
  return impact.of === environment ? impact : { of: environment, status: 'asking' };
}

function lastTold(last: Impact, environment: string): LineageImpact | undefined {
  if (last.of !== environment) return undefined;
  if (last.status === 'told') return last.impact;
  return last.status === 'failed' ? last.before : undefined;
}
