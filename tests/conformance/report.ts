import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Backend, backends } from './accounts/account.ts';

/** What came of the cases on one backend. */
export interface BackendReport {
  backend: Backend;
  /** Why none was run; null where they were. */
  notRun: string | null;
  passed: string[];
  failed: string[];
  /** Cases that fail as they are known to, with why. */
  gaps: { title: string; reason: string }[];
  /** Cases that are not for this account, with what they need of one. */
  notFor: { title: string; needs: string }[];
  /** In ms. */
  tookMs: number;
}

const directory = resolve(import.meta.dirname, '../../test-results/conformance');

const fileOf = (backend: Backend) => join(directory, `${backend.replaceAll(' ', '-')}.json`);

/** Forgets what earlier runs reported. */
export function forgetReports(): void {
  rmSync(directory, { recursive: true, force: true });
}

export function writeReport(report: BackendReport): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(fileOf(report.backend), `${JSON.stringify(report, null, 2)}\n`);
}

/** Undefined where the backend left none: it was not asked, or ended before it could. */
export function readReport(backend: Backend): BackendReport | undefined {
  try {
    return JSON.parse(readFileSync(fileOf(backend), 'utf8')) as BackendReport;
  } catch {
    return undefined;
  }
}

/** One line for people: what ran where, and what did not. */
export function reportLine(wanted: readonly Backend[] = backends): string {
  return wanted.map(backend => `${backend}${sayReport(readReport(backend))}`).join('; ');
}

function sayReport(report: BackendReport | undefined): string {
  if (!report) return ': left no report';
  const { notRun, passed, failed, gaps, notFor } = report;
  if (notRun !== null) return `: not run (${notRun})`;
  const ran = passed.length + failed.length;
  return [
    // Where some are known to fail, a ratio would hide them.
    gaps.length > 0 ? ` ${passed.length}, ${gaps.length} known gaps` : ` ${passed.length}/${ran}`,
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
    ...(notFor.length > 0 ? [`${notFor.length} not for it`] : []),
  ].join(', ');
}
