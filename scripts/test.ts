import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { forgetReports, reportLine } from '../tests/conformance/report.ts';
import { ensureChromium } from './chromium.ts';

/** `npm test [-- suite …]`: runs the suites and ends with the sum over all of them. */
const root = resolve(import.meta.dirname, '..');
const suites = ['unit', 'integration', 'contract', 'conformance', 'e2e'] as const;
type Suite = (typeof suites)[number];

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** What failed, one line each: repeated at the end, where one looks and where a cut log still has it. */
  failures: string[];
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => !suites.some(suite => suite === name));
if (unknown.length > 0) {
  console.error(
    `There is no suite ${unknown.map(name => `"${name}"`).join(', ')}; there are: ${suites.join(', ')}`,
  );
  process.exit(2);
}

const results = join(root, 'test-results');
mkdirSync(results, { recursive: true });

function run(command: string, args: string[], environment: Record<string, string>): Promise<number> {
  const { promise, resolve: done } = Promise.withResolvers<number>();
  const child = spawn(join(root, 'node_modules/.bin', command), args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  child.on('error', () => done(1));
  child.on('close', code => done(code ?? 1));
  return promise;
}

async function runSuite(suite: Suite, environment: Record<string, string>): Promise<Counts> {
  const report = join(results, `${suite}.json`);
  rmSync(report, { force: true });
  console.log(`\n=== ${suite} ===`);
  const code =
    suite === 'e2e'
      ? await run('playwright', ['test', '--config', 'tests/e2e/playwright.config.ts'], {
          ...environment,
          PLAYWRIGHT_JSON_OUTPUT_NAME: report,
        })
      : await run(
          'vitest',
          ['run', '--project', suite, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
          environment,
        );
  const counts = suite === 'e2e' ? playwrightCounts(report) : vitestCounts(report);
  // A suite that ended badly without a failed test (a crash, a leak) has failed all the same.
  if (code === 0 || counts.failed > 0) return counts;
  return { ...counts, failed: 1, failures: [`the suite itself: ended with exit code ${code}`] };
}

function readReport<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

const noReport: Counts = { passed: 0, failed: 1, skipped: 0, failures: ['the suite itself: left no report'] };

function vitestCounts(file: string): Counts {
  const report = readReport<{
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
    testResults: {
      name: string;
      status: string;
      message: string;
      assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
    }[];
  }>(file);
  if (!report) return noReport;
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter(test => test.status === 'failed');
    const where = relative(root, name);
    // A file that could not be loaded has no tests to name.
    if (failed.length === 0) return status === 'failed' ? [`${where}: ${firstLine(message)}`] : [];
    return failed.map(test => `${where} › ${test.fullName}: ${firstLine(test.failureMessages[0])}`);
  });
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    failures,
  };
}

interface PlaywrightSuite {
  specs: { title: string; file: string; ok: boolean; tests: { projectName: string; status: string }[] }[];
  suites?: PlaywrightSuite[];
}

function playwrightCounts(file: string): Counts {
  const report = readReport<{
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    suites: PlaywrightSuite[];
  }>(file);
  if (!report) return noReport;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return {
    passed: expected,
    failed: unexpected + flaky,
    skipped,
    failures: report.suites.flatMap(playwrightFailures),
  };
}

function playwrightFailures(suite: PlaywrightSuite): string[] {
  const own = suite.specs.flatMap(spec =>
    spec.tests
      .filter(test => test.status === 'unexpected' || test.status === 'flaky')
      .map(test => `${spec.file} › ${spec.title} (${test.projectName}): ${test.status}`),
  );
  return [...own, ...(suite.suites ?? []).flatMap(playwrightFailures)];
}

/** The first line of a message, without its colours. */
function firstLine(message = ''): string {
  return stripVTControlCharacters(message).trim().split('\n', 1)[0] ?? '';
}

const chromium = await ensureChromium();
const total: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
const lines: string[] = [];
for (const suite of suites) {
  if (wanted.length > 0 && !wanted.includes(suite)) continue;
  if (suite === 'conformance') forgetReports();
  const counts = await runSuite(suite, { SLIPWAY_CHROMIUM: chromium });
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  total.failures.push(...counts.failures.map(failure => `${suite}: ${failure}`));
  lines.push(`${suite}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  // What ran against what: a sum does not tell.
  if (suite === 'conformance') lines.push(`  ${reportLine()}`);
}
if (total.failures.length > 0) console.log(`\nFailed:\n${total.failures.join('\n')}`);
console.log(`\n${lines.join('\n')}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
