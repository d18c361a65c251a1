import { AssertionError } from 'node:assert';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Account, Backend } from './accounts/account.ts';
import { lacks } from './accounts/account.ts';
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

export interface Expected {
  /** Cases known to fail here. */
  gaps?: Gap[];
  /** Cases that need what the account does not have are left out, and said to be; else they fail. */
  mayLack?: boolean;
  open: () => Promise<Account>;
}

/**
 * Tests every case on a backend. Those with a known gap are run too: one that passes fails the suite, as does one that
 * fails of something else than it is listed with.
 */
export function conform(backend: Backend, { gaps = [], mayLack = false, open }: Expected): void {
  const known = gapsByTitle(gaps);
  const report: BackendReport = {
    backend,
    notRun: null,
    passed: [],
    failed: [],
    gaps: [],
    notFor: [],
    tookMs: 0,
  };
  let account: Account | undefined;
  let executors: AccountExecutors | undefined;

  async function attempt(tested: ConformanceCase): Promise<void> {
    if (!account || !executors) throw new Error('The account is there once the tests run');
    const lacking = lacks(account, tested);
    if (lacking !== undefined) throw new Error(`${backend} has no "${lacking}"`);
    const timeout = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => timeout.reject(new Error(`It took more than ${caseLimitMs / 1_000} s`)),
      caseLimitMs,
    );
    try {
      await Promise.race([tested.run(new Trial(account, executors, cases.indexOf(tested))), timeout.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  describe(backend, () => {
    const started = performance.now();

    beforeAll(async () => {
      account = await open();
      executors = openExecutors(account);
    }, openLimitMs);

    afterAll(async () => {
      try {
        await executors?.close();
        await account?.close();
      } finally {
        writeReport({ ...report, tookMs: Math.round(performance.now() - started) });
      }
    }, openLimitMs);

    for (const tested of cases) {
      const title = titleOf(tested);
      if (known.has(title)) continue;
      it(title, { timeout: caseLimitMs + 10_000 }, async context => {
        const lacking = mayLack && account ? lacks(account, tested) : undefined;
        if (lacking !== undefined) {
          report.notFor.push({ title, needs: lacking });
          context.skip(`needs "${lacking}"`);
        }
        try {
          await attempt(tested);
          report.passed.push(title);
        } catch (cause) {
          report.failed.push(title);
          throw cause;
        }
      });
    }

    if (known.size > 0) {
      it(`still has its ${known.size} known gaps`, { timeout: known.size * 10_000 }, async () => {
        const wrong: string[] = [];
        for (const [title, { reason, says }] of known) {
          const tested = cases.find(each => titleOf(each) === title);
          const problem = tested === undefined ? 'there is no such case' : await gapProblem(tested, says);
          if (problem === undefined) report.gaps.push({ title, reason });
          else {
            report.failed.push(title);
            wrong.push(`${title}: ${problem}`);
          }
        }
        if (wrong.length > 0) throw new AssertionError({ message: wrong.join('\n') });
      });
    }

    async function gapProblem(tested: ConformanceCase, says: RegExp): Promise<string | undefined> {
      try {
        await attempt(tested);
      } catch (cause) {
        const message = cause instanceof Error ? cause.message : String(cause);
        return says.test(message) ? undefined : `it fails, but not as listed (${says}): ${message}`;
      }
      return 'gap closed: remove it from the list (tests/conformance/gaps.ts)';
    }
  });
}

/** Says in the report, and among the skipped tests, that a backend was not there, and why. */
export function notRun(backend: Backend, reason: string): void {
  console.error(`\n${backend}: NOT RUN: ${reason}\n`);
  writeReport({ backend, notRun: reason, passed: [], failed: [], gaps: [], notFor: [], tookMs: 0 });
  describe(backend, () => {
    it.skip(`not run: ${reason}`, () => {});
  });
}
