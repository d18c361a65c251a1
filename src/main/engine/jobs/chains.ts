import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import { SlipwayError, validationError } from '../../../shared/domain/errors.ts';
import type { JobRow } from '../store/jobs.ts';
import type { Sql } from '../store/store.ts';

/** Upstream jobs of a linked definition, by id, each once. */
export function upstreamsOf(definition: JobDefinition): number[] {
  const refs = (definition.triggers ?? []).flatMap(trigger => trigger.job?.after ?? []);
  return [...new Set(refs.map(Number))];
}

/**
 * Refuses a definition whose upstream jobs do not exist any more, are in another environment, or start after the job
 * itself; the message shows the path. `environmentId` is where the job is to run.
 */
export function refuseBadChain(
  sql: Sql,
  job: JobRow,
  definition: JobDefinition,
  environmentId: number,
): void {
  const problems = (definition.triggers ?? []).flatMap((trigger, index) =>
    (trigger.job?.after ?? []).flatMap((ref, place) => {
      const message = upstreamProblem(sql, Number(ref), environmentId);
      return message === null ? [] : [{ path: `triggers[${index}].job.after[${place}]`, message }];
    }),
  );
  if (problems.length > 0) throw validationError(problems, `Job "${definition.name}"`);
  for (const follower of followersOf(sql, job.id)) {
    if (follower.environment_id === environmentId) continue;
    throw new SlipwayError(
      'conflict',
      `"${follower.name}" starts after "${job.name}", and a chain stays in one environment`,
      { hint: `Change the triggers of "${follower.name}" first, or leave "${job.name}" where it is` },
    );
  }
  refuseCycle(sql, job, definition);
}

/** Refuses a definition that would have a job start itself, through whichever jobs are live; the message shows the path. */
export function refuseCycle(sql: Sql, job: JobRow, definition: JobDefinition): void {
  const way = wayBack(sql, job, upstreamsOf(definition));
  if (way === null) return;
  const path = way.map(id => sql.jobs.nameById.get(id)?.name ?? String(id)).join(' → ');
  throw startsItself(definition, ref => Number(ref) === way.at(-2), path);
}

/** The one error for a job that would start itself, at the upstream that closes the circle. */
export function startsItself(
  { name, triggers }: JobDefinition,
  closes: (ref: string) => boolean,
  path: string,
): SlipwayError {
  const places = (triggers ?? []).flatMap(({ job }, index) =>
    (job?.after ?? []).flatMap((ref, place) =>
      closes(ref) ? [`triggers[${index}].job.after[${place}]`] : [],
    ),
  );
  return new SlipwayError('validation', `Job "${name}" would start itself: ${path}`, {
    problems: [{ path: places[0] ?? 'triggers', message: `would make a cycle: ${path}` }],
    hint: 'Take one of these triggers away',
  });
}

function upstreamProblem(sql: Sql, upstream: number, environmentId: number): string | null {
  const row = sql.jobs.byId.get(upstream);
  if (!row) return `There is no job ${upstream}`;
  if (row.removed_at_ms !== null) return `Job "${row.name}" was deleted`;
  if (row.environment_id === environmentId) return null;
  const name = (id: number) => sql.environments.nameById.get(id)?.name ?? '';
  return `"${row.name}" is in ${name(row.environment_id)}, this job in ${name(environmentId)}: a chain stays in one environment`;
}

/** Jobs whose live definitions start them after a job. */
export function followersOf(sql: Sql, jobId: number): JobRow[] {
  const ids = new Set(sql.triggers.listeningTo.all(jobId).map(trigger => trigger.job_id));
  return [...ids].flatMap(id => sql.jobs.byId.get(id) ?? []);
}

/** A way from the job over those that start after it to one of the jobs it is to start after: ids, first and last the job. */
function wayBack(sql: Sql, job: JobRow, upstreams: number[]): number[] | null {
  if (upstreams.length === 0) return null;
  const cameFrom = new Map<number, number | null>([[job.id, null]]);
  const open = [job.id];
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    if (upstreams.includes(at)) {
      const path = [job.id];
      for (let step: number | null = at; step !== null; step = cameFrom.get(step) ?? null) path.push(step);
      return path.toReversed();
    }
    for (const { id } of followersOf(sql, at)) {
      if (cameFrom.has(id)) continue;
      cameFrom.set(id, at);
      open.push(id);
    }
  }
  return null;
}
