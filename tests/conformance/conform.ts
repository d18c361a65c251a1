import { AssertionError } from 'node:assert';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, it } from 'vitest';
import { type Account, type Backend, lacks } from './accounts/account.ts';
import { type ConformanceCase, titleOf } from './case.ts';
import { cases } from './cases/index.ts';
import { type AccountExecutors, openExecutors } from './executors.ts';
import { type Gap, gapsByTitle } from './gaps.ts';
import { type BackendReport, writeReport } from './report.ts';
import { Trial } from './trial.ts';

/** The longest that a case may take, in ms. What hangs in a known gap hangs no longer than that either. */
const caseLimitMs = 60_000;
/** Starting a backend, or removing what the cases made in it. */
const openLimitMs = 120_000;

/** A backend under test; its report is written when the tests of the file are over. */
export class Conformance {
  private readonly backend: Backend;
  private readonly report: BackendReport;
  private opened: { account: Account; executors: AccountExecutors } | undefined;

  constructor(backend: Backend, open: () => Promise<Account>) {
    this.backend = backend;
    this.report = emptyReport(backend);
    const started = performance.now();
    beforeAll(async () => {
      const account = await open();
      const executors = openExecutors(account);
      this.opened = { account, executors };
      // Where nothing can be asked, no case has to find that out.
      await executors.executor.describe({ session: account.session, sql: 'SELECT 1 AS A' });
    }, openLimitMs);
    afterAll(async () => {
      try {
        await this.opened?.executors.close();
        await this.opened?.account.close();
      } finally {
        this.report.tookMs = Math.round(performance.now() - started);
        writeReport(this.report);
      }
    }, openLimitMs);
  }

  /**
   * A test for each case but the known gaps. With `mayLack`, cases that need what the account does not have are skipped, and
   * said to be; else they fail.
   */
  test({ gaps = [], mayLack = false }: { gaps?: Gap[]; mayLack?: boolean } = {}): void {
    const known = gapsByTitle(gaps);
    for (const tested of cases.filter(each => !known.has(titleOf(each)))) {
      const title = titleOf(tested);
      // oxlint-disable-next-line vitest/valid-title -- it is one, whatever the rule takes it for
      it(title, { timeout: caseLimitMs + 10_000 }, async context => {
        const lacking = mayLack && this.opened ? lacks(this.opened.account, tested) : undefined;
        if (lacking !== undefined) {
          this.report.notFor.push({ title, needs: lacking });
          context.skip(`needs "${lacking}"`);
        }
        try {
          await this.attempt(tested);
          this.report.passed.push(title);
        } catch (cause) {
          this.report.failed.push(title);
          throw cause;
        }
      });
    }
  }

  /** One test for all known gaps: that they are still there, and fail of nothing else than what they are listed with. */
  testGaps(gaps: Gap[]): void {
    const known = gapsByTitle(gaps);
    it(`still has its ${known.size} known gaps`, { timeout: known.size * 10_000 }, async () => {
      const wrong: string[] = [];
      for (const [title, gap] of known) {
        const problem = await this.gapProblem(title, gap);
        if (problem === undefined) this.report.gaps.push({ title, reason: gap.reason });
        else {
          this.report.failed.push(title);
          wrong.push(`${title}: ${problem}`);
        }
      }
      if (wrong.length > 0) throw new AssertionError({ message: wrong.join('\n') });
    });
  }

  private async gapProblem(title: string, { says }: Gap): Promise<string | undefined> {
    const tested = cases.find(each => titleOf(each) === title);
    if (!tested) return 'there is no such case';
    try {
      await this.attempt(tested);
    } catch (cause) {
      const message = stripVTControlCharacters(cause instanceof Error ? cause.message : String(cause));
      return says.test(message) ? undefined : `it fails, but not as listed (${says}): ${message}`;
    }
    return 'gap closed: remove it from the list (tests/conformance/gaps.ts)';
  }

  private async attempt(tested: ConformanceCase): Promise<void> {
    if (!this.opened) throw new Error('The account is there once the tests run');
    const { account, executors } = this.opened;
    const lacking = lacks(account, tested);
    if (lacking !== undefined) throw new Error(`${this.backend} has no "${lacking}"`);
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => late.reject(new Error(`It took more than ${caseLimitMs / 1_000} s`)),
      caseLimitMs,
    );
    try {
      await Promise.race([tested.run(new Trial(account, executors, cases.indexOf(tested))), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Says in the report, and among the skipped tests, that a backend was not there, and why. */
export function notRun(backend: Backend, reason: string): void {
  console.error(`\n${backend}: NOT RUN: ${reason}\n`);
  writeReport({ ...emptyReport(backend), notRun: reason });
  it(`not run: ${reason}`, context => context.skip(reason));
}

function emptyReport(backend: Backend): BackendReport {
  return { backend, notRun: null, passed: [], failed: [], gaps: [], notFor: [], tookMs: 0 };
}
