import type { Relation } from '../../../shared/domain/relation.ts';
import type { Script } from '../ports.ts';
import type { BuildStep, Inspection } from './dialect.ts';
import { inspections } from './increments.ts';

/** The steps that look at what stands beside a target. Nothing of them is a script: they only read. */
const onlyReads = { writes: [], idempotent: true, stoppable: true };

/** Asks what the build itself has to know. None where that is nothing. */
export function inspectSteps(inspection: Inspection | null, shadow: Relation): BuildStep[] {
  if (inspection === null) return [];
  const statements = inspections(shadow, inspection);
  return [{ ...onlyReads, name: 'inspect', purpose: 'inspect', statements, inspection }];
}

/** Asks what the checks of the job want to know. None where it has no checks. */
export function auditSteps(audited: boolean, shadow: NonNullable<Script['target']>): BuildStep[] {
  return audited ? [{ ...onlyReads, name: 'audit', purpose: 'audit', statements: [], target: shadow }] : [];
}
