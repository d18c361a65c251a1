import { type Problem, SlipwayError, validationError } from '../../../shared/domain/errors.ts';
import type { Environment } from '../../../shared/contract/environments.ts';
import { displayRelation } from '../../../shared/domain/relation.ts';
import type { Deferral } from '../kinds/kind.ts';
import { type BuildFact, type SourceFact, type Table, tableOf } from '../lineage/facts.ts';
import { compare, type Graph, type ModelNode, modelKey } from '../lineage/graph.ts';

/** Where models are read from that are not built. */
export interface DeferTo {
  environment: Environment;
  graph: Graph;
}

/** A model that is to be built, with the job that does it. */
export interface Chosen {
  node: ModelNode;
  job: BuildFact;
}

export interface Ordered extends Chosen {
  /** From 0: the longest way to it. */
  level: number;
  /** Indexes of what has to be completed before; each comes earlier in the list. */
  needs: number[];
}

/**
 * The job that builds each model: the only one of the environment, or the one that was named. Throws `validation` with every
 * model that has none, or several.
 */
export function chooseJobs(nodes: ModelNode[], named: ReadonlySet<number>, environment: string): Chosen[] {
  const problems: Problem[] = [];
  const chosen = nodes.flatMap((node): Chosen[] => {
    const live = node.builds.filter(build => build.live);
    const wanted = live.filter(build => named.has(build.id));
    const [job, ...others] = wanted.length > 0 ? wanted : live;
    const problem = job ? problemOf(node, job, others, environment) : noJob(node, environment);
    if (problem !== null) problems.push({ path: 'select', message: problem });
    return job && problem === null ? [{ node, job }] : [];
  });
  if (problems.length > 0) throw validationError(problems);
  return chosen;
}

function noJob(node: ModelNode, environment: string): string {
  const [draft] = node.builds;
  if (draft) return `"${node.name}": job "${draft.name}" is only a draft; publish it first`;
  return `"${node.name}": no job builds it in ${environment}; create one there, or leave the model out`;
}

function problemOf(node: ModelNode, job: BuildFact, others: BuildFact[], environment: string): string | null {
  if (others.length > 0) {
    const names = [job, ...others].map(({ name }) => name).join(', ');
    return `"${node.name}": several jobs build it in ${environment}: ${names}; name the one to take (jobs)`;
  }
  if (node.model.problem !== null) return `"${node.name}": its draft cannot be read: ${node.model.problem}`;
  if (job.writes === null)
    return `"${node.name}": job "${job.name}" has no complete target in ${environment}`;
  if (job.version === null && node.model.text !== 'draft') {
    return `"${node.name}": job "${job.name}" runs ${job.tag ?? 'latest'}, and there is no such version`;
  }
  return null;
}

/**
 * What is to be built, each after what it reads, also by way of models that are not built themselves, unless these are read
 * from elsewhere. In time proportional to the edges. Throws `validation` with the way around, where there is one.
 */
export function inOrder(chosen: Chosen[], graph: Graph, isDeferred: boolean): Ordered[] {
  const byJob = new Map(chosen.map(each => [each.job.id, each]));
  const jobs = new Map(
    [...graph.nodes.values()].flatMap(node =>
      node.kind === 'model' ? node.builds.map(build => [build.id, build] as const) : [],
    ),
  );
  const needs = new Map(chosen.map(({ job }) => [job.id, needsOf(job)]));

  function needsOf(job: BuildFact): Set<number> {
    const found = new Set<number>();
    const seen = new Set([job.id]);
    const open = [job];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const writer of at.reads.flatMap(table => graph.writers.get(table.key) ?? [])) {
        if (seen.has(writer.id)) continue;
        seen.add(writer.id);
        if (byJob.has(writer.id)) found.add(writer.id);
        else if (!isDeferred) open.push(jobs.get(writer.id) ?? writer);
      }
    }
    return found;
  }

  const below = new Map<number, number[]>();
  const missing = new Map<number, number>();
  const levels = new Map<number, number>();
  for (const [job, needed] of needs) {
    missing.set(job, needed.size);
    for (const other of needed) {
      const known = below.get(other);
      if (known) known.push(job);
      else below.set(other, [job]);
    }
  }
  const ready = chosen.filter(({ job }) => missing.get(job.id) === 0).map(({ job }) => job.id);
  for (const job of ready) levels.set(job, 0);
  // Grows while it is gone through.
  for (const job of ready) {
    for (const reader of below.get(job) ?? []) {
      levels.set(reader, Math.max(levels.get(reader) ?? 0, (levels.get(job) ?? 0) + 1));
      const left = (missing.get(reader) ?? 0) - 1;
      missing.set(reader, left);
      if (left === 0) ready.push(reader);
    }
  }
  if (ready.length < chosen.length) throw cycleError(chosen, needs, new Set(ready));
  const level = (job: number) => levels.get(job) ?? 0;
  const sorted = [...chosen].sort(
    (a, b) => level(a.job.id) - level(b.job.id) || compare(a.node.name, b.node.name),
  );
  const indexes = new Map(sorted.map(({ job }, index) => [job.id, index]));
  return sorted.map(each => ({
    ...each,
    level: level(each.job.id),
    needs: [...(needs.get(each.job.id) ?? [])].map(job => indexes.get(job) ?? 0).sort((a, b) => a - b),
  }));
}

function cycleError(
  chosen: Chosen[],
  needs: ReadonlyMap<number, ReadonlySet<number>>,
  done: ReadonlySet<number>,
): SlipwayError {
  const names = new Map(chosen.map(({ node, job }) => [job.id, node.name]));
  const way: number[] = [];
  // Each of those that are left needs another one of them: walking from one to the next comes around.
  let at = chosen.find(({ job }) => !done.has(job.id))?.job.id;
  while (at !== undefined && !way.includes(at)) {
    way.unshift(at);
    at = [...(needs.get(at) ?? [])].find(job => !done.has(job));
  }
  const around = at === undefined ? way : [at, ...way.slice(0, way.indexOf(at) + 1)];
  const path = around.map(job => names.get(job) ?? '').join(' → ');
  return new SlipwayError('validation', `There is no order to build them in: ${path}`, {
    problems: [{ path: 'select', message: `reads itself: ${path}` }],
    hint: 'Change what one of them reads, or select only some of them',
  });
}

/**
 * What a job reads from another environment: each table of a model that is not built here, at the place where the other
 * environment has it. `isHere`: jobs whose tables are read where they are, as they are, or were, built here. A table that
 * is the same there, and one that no model of the other environment writes, stay what they are. Throws `validation` where several
 * tables may be meant.
 */
export function deferralsOf(
  { node, job }: Chosen,
  graph: Graph,
  to: DeferTo,
  isHere: (job: number) => boolean,
): Deferral[] {
  const found = new Map<string, Deferral>();
  for (const source of job.sources) {
    const writers = graph.writers.get(source.table.key) ?? [];
    if (writers.some(writer => isHere(writer.id))) continue;
    const there = tableThere(node, source, writers, to);
    if (there === null || there.table.key === source.table.key) continue;
    const written = displayRelation(source.written);
    found.set(written, {
      written,
      reads: displayRelation(there.table.relation),
      model: there.model,
      environment: to.environment.name,
    });
  }
  return [...found.values()];
}

function tableThere(
  reader: ModelNode,
  { source, table }: SourceFact,
  writers: readonly BuildFact[],
  { environment, graph }: DeferTo,
): { table: Table; model: string } | null {
  // As the other environment would read the same name.
  const resolved = tableOf(source, environment, {});
  const [writer] = graph.writers.get(resolved.key) ?? [];
  if (writer?.writes) return { table: writer.writes, model: nameOf(graph, writer) };
  // Its model may be written to another place there.
  const tables = writers.flatMap(({ model }) => {
    const node = graph.nodes.get(modelKey(model));
    return node?.kind === 'model' ? node.builds.flatMap(({ writes }) => writes ?? []) : [];
  });
  const [only, ...others] = [...new Map(tables.map(each => [each.key, each])).values()];
  if (others.length > 0) {
    const names = tables.map(({ name }) => name).join(', ');
    throw validationError([
      {
        path: 'defer',
        message: `"${reader.name}" reads ${table.name}, and ${environment.name} has several of it: ${names}`,
      },
    ]);
  }
  const [first] = writers;
  return only && first ? { table: only, model: nameOf(graph, first) } : null;
}

function nameOf(graph: Graph, { model, name }: BuildFact): string {
  return graph.nodes.get(modelKey(model))?.name ?? name;
}
