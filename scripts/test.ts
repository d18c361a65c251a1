import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { forgetReports, reportLine } from '../tests/conformance/report.ts';
import { ensureChromium } from './chromium.ts';

/** `npm test [-- suite …]`: runs the suites and ends with the sum over all of them. */
const root = resolve(import.meta.dirname, '..');
const vitestSuites = ['unit', 'integration', 'contract', 'conformance'] as const;
const suites = [...vitestSuites, 'e2e'] as const;
type Suite = (typeof suites)[number];

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** What failed, one line each: repeated at the end, where one looks and where a cut log still has it. */
  failures: string[];
  /** What passed at its second attempt only: no failure, and something to look into. */
  flaky?: string[];
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

/** Clears the place of a report and says where it is. */
function reportFile(name: string): string {
  const report = join(results, `${name}.json`);
  rmSync(report, { force: true });
  return report;
}

/** A suite that ended badly without a failed test (a crash, a leak) has failed all the same. */
function endedWith(code: number, counts: Counts): Counts {
  if (code === 0 || counts.failed > 0) return counts;
  return { ...counts, failed: 1, failures: [`the suite itself: ended with exit code ${code}`] };
}

/** All in one go: at the end of each there would be a core with nothing to do. */
async function runVitest(picked: readonly Suite[], environment: Record<string, string>): Promise<Counts[]> {
  const report = reportFile('vitest');
  const projects = picked.flatMap(suite => ['--project', suite]);
  const code = await run(
    'vitest',
    ['run', ...projects, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    { ...environment, SLIPWAY_TEST_RETRIES: '1' },
  );
  const counts = picked.map(suite => vitestCounts(report, suite));
  const anyFailed = counts.some(({ failed }) => failed > 0);
  // Whose end was bad without a failed test, nobody tells: the first one stands for all.
  return anyFailed ? counts : counts.map((each, index) => (index === 0 ? endedWith(code, each) : each));
}

async function runPlaywright(environment: Record<string, string>): Promise<Counts> {
  const report = reportFile('e2e');
  const code = await run('playwright', ['test', '--config', 'tests/e2e/playwright.config.ts'], {
    ...environment,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  return endedWith(code, playwrightCounts(report));
}

function readReport<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

const noReport: Counts = { passed: 0, failed: 1, skipped: 0, failures: ['the suite itself: left no report'] };

function vitestCounts(file: string, suite: Suite): Counts {
  const report = readReport<{
    testResults: {
      name: string;
      status: string;
      message: string;
      assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
    }[];
  }>(file);
  if (!report) return noReport;
  const flaky: string[] = [];
  const counts: Counts = { passed: 0, failed: 0, skipped: 0, failures: [], flaky };
  for (const { name, status, message, assertionResults } of report.testResults) {
    const where = relative(root, name);
    if (!where.startsWith(join('tests', suite, '/'))) continue;
    for (const test of assertionResults) {
      const line = `${where} › ${test.fullName}: ${firstLine(test.failureMessages[0])}`;
      if (test.status === 'passed') {
        counts.passed += 1;
        if (test.failureMessages.length > 0) flaky.push(line);
      } else if (test.status !== 'failed') counts.skipped += 1;
      else {
        counts.failed += 1;
        counts.failures.push(line);
      }
    }
    // A file that could not be loaded has no tests to name.
    if (status === 'failed' && assertionResults.every(test => test.status !== 'failed')) {
      counts.failed += 1;
      counts.failures.push(`${where}: ${firstLine(message)}`);
    }
  }
  return counts;
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
    passed: expected + flaky,
    failed: unexpected,
    skipped,
    failures: report.suites.flatMap(suite => playwrightTests(suite, 'unexpected')),
    flaky: report.suites.flatMap(suite => playwrightTests(suite, 'flaky')),
  };
}

function playwrightTests(suite: PlaywrightSuite, status: 'unexpected' | 'flaky'): string[] {
  const own = suite.specs.flatMap(spec =>
    spec.tests
      .filter(test => test.status === status)
      .map(test => `${spec.file} › ${spec.title} (${test.projectName})`),
  );
  return [...own, ...(suite.suites ?? []).flatMap(inner => playwrightTests(inner, status))];
}

/** The first line of a message, without its colours. */
function firstLine(message = ''): string {
  return stripVTControlCharacters(message).trim().split('\n', 1)[0] ?? '';
}

const environment = { SLIPWAY_CHROMIUM: await ensureChromium() };
const total = { passed: 0, failed: 0, skipped: 0, failures: [] as string[], flaky: [] as string[] };
const lines: string[] = [];
function add(suite: Suite, counts: Counts): void {
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  total.failures.push(...counts.failures.map(failure => `${suite}: ${failure}`));
  total.flaky.push(...(counts.flaky ?? []).map(test => `${suite}: ${test}`));
  lines.push(`${suite}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  // What ran against what: a sum does not tell.
  if (suite === 'conformance') lines.push(`  ${reportLine()}`);
}

const isWanted = (suite: Suite) => wanted.length === 0 || wanted.includes(suite);
const picked = vitestSuites.filter(isWanted);
if (picked.length > 0) {
  console.log(`\n=== ${picked.join(', ')} ===`);
  if (picked.includes('conformance')) forgetReports();
  const counts = await runVitest(picked, environment);
  for (const [index, suite] of picked.entries()) add(suite, counts[index] ?? noReport);
}
if (isWanted('e2e')) {
  console.log('\n=== e2e ===');
  add('e2e', await runPlaywright(environment));
}
if (total.flaky.length > 0) console.log(`\nPassed at the second attempt only:\n${total.flaky.join('\n')}`);
if (total.failures.length > 0) console.log(`\nFailed:\n${total.failures.join('\n')}`);
console.log(`\n${lines.join('\n')}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
