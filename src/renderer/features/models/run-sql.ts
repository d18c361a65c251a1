import { client } from '../../api.ts';
import { isCancelled } from '../../call-error.ts';
import type { TextPart } from './parts.ts';
import type { Where, WorkbenchStore } from './workbench.ts';

/** Runs a text and keeps the first rows; what ran before is cancelled. */
export function preview(
  store: WorkbenchStore,
  modelId: number,
  part: TextPart,
  where: Where,
  limit: number,
  version?: string,
): void {
  const before = store.getState().preview;
  if (before.status === 'running') before.cancel();
  const controller = new AbortController();
  const asked = { part, where, limit, startedAtMs: Date.now() };
  const running = { ...asked, status: 'running', cancel: () => controller.abort() } as const;
  store.setState({ preview: running });
  const isCurrent = () => store.getState().preview === running;
  const environment = String(where.id);
  const options = { signal: controller.signal };
  const call = version
    ? client.models.preview({ model: String(modelId), version, environment, limit }, options)
    : client.sql.run({ sql: part.sql, environment, limit, model: String(modelId) }, options);
  call.then(
    result => isCurrent() && store.setState({ preview: { ...asked, status: 'done', result } }),
    error => {
      if (!isCurrent()) return;
      const cancelled = controller.signal.aborted || isCancelled(error);
      store.setState({
        preview: cancelled ? { ...asked, status: 'cancelled' } : { ...asked, status: 'failed', error },
      });
    },
  );
}

/** Instead of a preview, where the text has nothing to run. */
export function previewNothing(store: WorkbenchStore): void {
  const before = store.getState().preview;
  if (before.status === 'running') before.cancel();
  store.setState({ preview: { status: 'empty' } });
}

export function compileNothing(store: WorkbenchStore): void {
  store.setState({ compilation: { status: 'empty' } });
}

/** Finds out what would really run, for the whole environment or as a job would run it. */
export function compile(store: WorkbenchStore, part: TextPart, where: Where, job?: number): void {
  const asked = { part, where, startedAtMs: Date.now() };
  const running = { ...asked, status: 'running' } as const;
  store.setState({ compilation: running });
  const isCurrent = () => store.getState().compilation === running;
  const input = {
    sql: part.sql,
    environment: String(where.id),
    ...(job === undefined ? {} : { job: String(job) }),
  };
  client.sql.compile(input).then(
    compiled => isCurrent() && store.setState({ compilation: { ...asked, status: 'done', compiled } }),
    error => isCurrent() && store.setState({ compilation: { ...asked, status: 'failed', error } }),
  );
}
