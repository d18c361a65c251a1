import { client } from '../../api.ts';
import { isCancelled } from '../../call-error.ts';
import { statementAt, statementRanges } from '../../ui/sql/tokens.ts';
import type { TextPart, WorkbenchStore, Where } from './workbench.ts';

/** What a person means by "run this": the selection, the statement under the caret, or the whole text. */
export function pickPart(text: string, selection: { start: number; end: number }): TextPart | undefined {
  if (selection.end > selection.start) {
    const sql = text.slice(selection.start, selection.end);
    return sql.trim() === '' ? undefined : { label: 'Selection', sql, from: placeOf(text, selection.start) };
  }
  const statement = statementAt(text, selection.start);
  if (!statement) return undefined;
  const from = placeOf(text, statement.start);
  const label = statementRanges(text).length === 1 ? 'Draft' : `Statement at line ${from.line}`;
  return { label, sql: text.slice(statement.start, statement.end), from };
}

/** Line and column of an offset, both from 1. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lines = before.split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** A place in a part of the draft as a place in the draft. */
export function placeInDraft(
  place: { line: number; column: number },
  from: { line: number; column: number } = { line: 1, column: 1 },
): { line: number; column: number } {
  return {
    line: from.line + place.line - 1,
    column: place.line === 1 ? from.column + place.column - 1 : place.column,
  };
}

/** Runs a text and keeps the first rows; what ran before is cancelled. */
export function preview(
  store: WorkbenchStore,
  part: TextPart,
  where: Where,
  limit: number,
  version?: { model: number; ref: string },
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
    ? client.models.preview(
        { model: String(version.model), version: version.ref, environment, limit },
        options,
      )
    : client.sql.run({ sql: part.sql, environment, limit }, options);
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
