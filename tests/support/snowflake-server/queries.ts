import type { Clock } from '../../../src/main/engine/ports.ts';
import { sqlErrors } from './errors.ts';
import type { Faults } from './faults.ts';
import type { Lake } from './lake.ts';
import type { ServerLog } from './log.ts';
import type { Answer } from './results.ts';
import { answerOf, wireColumn } from './results.ts';
import { statementTypes } from './statement-types.ts';
import type { Session } from './sessions.ts';
import type { Statement } from './statements.ts';
import { bound } from './sql/bindings.ts';
import { runStatement, splitStatements } from './sql/dispatch.ts';
import { waitOf } from './sql/substitute.ts';
import type { Account, Work } from './sql/work.ts';

export interface Submit {
  requestId: string | null;
  session: Session;
  /** As the client sent it, with places for bindings. */
  sql: string;
  bindings?: unknown;
  /** Parameters of the request, by upper-case name. */
  parameters: ReadonlyMap<string, string>;
  asynchronous: boolean;
  describeOnly: boolean;
}

/** Takes statements on, runs them, and stops them. */
export class Queries {
  readonly #account: Account;
  readonly #lake: Lake;
  readonly #faults: Faults;
  readonly #log: ServerLog;
  readonly #clock: Clock;

  constructor(account: Account, lake: Lake, faults: Faults, log: ServerLog, clock: Clock) {
    this.#account = account;
    this.#lake = lake;
    this.#faults = faults;
    this.#log = log;
    this.#clock = clock;
  }

  /** Takes a text on and starts it; its statement settles by itself. */
  submit(submit: Submit): Statement {
    const { session, asynchronous, describeOnly, requestId } = submit;
    const statement = this.submitQuietly(submit);
    this.#log.submission({
      queryId: statement.id,
      requestId,
      sessionId: session.id,
      user: statement.user,
      role: statement.role,
      warehouse: statement.warehouse,
      sql: statement.sql,
      queryTag: statement.queryTag,
      asynchronous,
      describeOnly,
    });
    return statement;
  }

  /** Without a word in the log: for the server's own statements. */
  submitQuietly(submit: Submit): Statement {
    const { session } = submit;
    return this.#start(
      submit,
      bound(submit.sql, submit.bindings),
      name =>
        submit.parameters.get(name) ??
        session.parameters.get(name) ??
        this.#account.parameters.defaultOf(name),
    );
  }

  cancel(statement: Statement | undefined): 'running' | 'ended' | 'unknown' {
    if (statement === undefined) return 'unknown';
    return statement.cancel() ? 'running' : 'ended';
  }

  #start(submit: Submit, sql: string, parameter: (name: string) => string): Statement {
    const { session, describeOnly, requestId } = submit;
    const statement = this.#account.statements.add({
      requestId,
      session,
      sent: submit.sql,
      sql,
      queryTag: parameter('QUERY_TAG'),
      describeOnly,
    });
    void statement
      .run(Number(parameter('STATEMENT_TIMEOUT_IN_SECONDS')), async signal => {
        await this.#faults.checkpoint('start', statement);
        signal.throwIfAborted();
        const texts = splitStatements(sql);
        const wanted = Number(parameter('MULTI_STATEMENT_COUNT'));
        if (texts.length === 0) throw sqlErrors.empty();
        if (wanted !== 0 && texts.length !== wanted) throw sqlErrors.statementCount(texts.length, wanted);
        const answer =
          texts.length === 1
            ? await this.#run(submit, statement, texts[0] ?? '', signal, parameter)
            : await this.#runSeveral(submit, statement, texts, parameter);
        await this.#faults.checkpoint('end', statement);
        return answer;
      })
      .then(() => this.#log.changed());
    return statement;
  }

  async #run(
    submit: Submit,
    statement: Statement,
    sql: string,
    signal: AbortSignal,
    parameter: (name: string) => string,
  ): Promise<Answer> {
    const { session } = submit;
    await this.#wait(waitOf(sql), signal);
    const own = await this.#lake.connect();
    const work: Work = {
      ...this.#account,
      runChild: text => this.#runChild(submit, statement, text, parameter),
      session,
      // A transaction may begin and end within one statement: a block.
      get lake() {
        return session.lake.inTransaction ? session.lake : own;
      },
      statement,
      signal,
      parameter,
      actor: this.#account.access.actor(session),
    };
    try {
      return await runStatement(work, sql);
    } finally {
      await own.close();
    }
  }

  /** Each with an id of its own, one after the other, until one fails. */
  async #runSeveral(
    submit: Submit,
    parent: Statement,
    texts: string[],
    parameter: (name: string) => string,
  ): Promise<Answer> {
    const children: { id: string; typeId: number }[] = [];
    for (const text of texts) {
      const { typeId } = await this.#runChild(submit, parent, text, parameter);
      children.push({ id: parent.children.at(-1)?.id ?? '', typeId });
    }
    const columns = [wireColumn('multiple statement execution', 'text')];
    const rows = [['Multiple statements executed successfully.']];
    return { ...answerOf(statementTypes.multiple, columns, rows), children };
  }

  async #runChild(
    submit: Submit,
    parent: Statement,
    sql: string,
    parameter: (name: string) => string,
  ): Promise<Answer> {
    parent.abort.signal.throwIfAborted();
    const one = (name: string) => (name === 'MULTI_STATEMENT_COUNT' ? '1' : parameter(name));
    const child = this.#start({ ...submit, requestId: null }, sql, one);
    parent.children.push(child);
    const stop = () => child.abort.abort(parent.abort.signal.reason);
    parent.abort.signal.addEventListener('abort', stop, { once: true });
    await child.done;
    parent.abort.signal.removeEventListener('abort', stop);
    if (child.answer === null) throw child.error ?? sqlErrors.cancelled();
    return child.answer;
  }

  /** By the clock, so that a test can let it pass; an abort ends it at once. */
  async #wait(ms: number, signal: AbortSignal): Promise<void> {
    if (ms === 0) return;
    await new Promise<void>((resolve, reject) => {
      const stop = () => {
        undo();
        reject(signal.reason as Error);
      };
      const undo = this.#clock.timer(ms, () => {
        signal.removeEventListener('abort', stop);
        resolve();
      });
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
  }
}
