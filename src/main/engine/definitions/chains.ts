import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import { type Problem, SlipwayError } from '../../../shared/domain/errors.ts';
import { closest, parseRef } from '../../../shared/domain/names.ts';
import type { Sql } from '../store/store.ts';

export interface JobFile {
  path: string;
  definition: JobDefinition;
}

const keyOf = (name: string) => name.toLowerCase();

/** What starts after what, once the files are imported: by name in lower case. */
function createGraph(sql: Sql, files: JobFile[]) {
  const inFiles = new Map(files.map(file => [keyOf(file.definition.name), file]));

  /** The job that a reference means: one of the files, or one that the workspace has already. */
  function find(ref: string): string | null {
    const parsed = parseRef(ref);
    if ('name' in parsed && inFiles.has(keyOf(parsed.name))) return keyOf(parsed.name);
    const row = 'id' in parsed ? sql.jobs.byId.get(parsed.id) : sql.jobs.byName.get(parsed.name);
    return row && row.removed_at_ms === null ? keyOf(row.name) : null;
  }

  /** Of a job that is not in the files, the triggers it has. */
  function upstreams(key: string): string[] {
    const file = inFiles.get(key);
    if (file) return references(file.definition).flatMap(({ ref }) => find(ref) ?? []);
    const row = sql.jobs.byName.get(key);
    const live = row?.live_json ? (JSON.parse(row.live_json) as JobDefinition) : null;
    return live ? references(live).flatMap(({ ref }) => find(ref) ?? []) : [];
  }

  const nameOf = (key: string) => inFiles.get(key)?.definition.name ?? sql.jobs.byName.get(key)?.name ?? key;

  return { inFiles, find, upstreams, nameOf };
}

function references({ triggers }: JobDefinition): { ref: string; path: string }[] {
  return (triggers ?? []).flatMap((trigger, index) =>
    (trigger.job?.after ?? []).map((ref, place) => ({ ref, path: `triggers[${index}].job.after[${place}]` })),
  );
}

/**
 * The files in such an order that each job comes after those it starts after: no job is created before what it names.
 * Together with it everything that keeps them from being put in order, among them a cycle, by its path.
 */
export function inChainOrder(sql: Sql, files: JobFile[]): { ordered: JobFile[]; problems: Problem[] } {
  const { inFiles, find, upstreams, nameOf } = createGraph(sql, files);
  const ordered: JobFile[] = [];
  const problems: Problem[] = [];
  for (const { path, definition } of files) {
    for (const { ref, path: place } of references(definition)) {
      if (find(ref) !== null) continue;
      const names = [
        ...files.map(file => file.definition.name),
        ...sql.jobs.names.all().map(job => job.name),
      ];
      const near = 'id' in parseRef(ref) ? undefined : closest(ref, names);
      const hint = near === undefined ? '' : `; did you mean "${near}"?`;
      problems.push({ path: `${path}: ${place}`, message: `"${ref}" does not exist${hint}` });
    }
  }

  const done = new Set<string>();
  // A stack of our own: a chain may have more jobs than calls may be nested.
  for (const first of inFiles.keys()) {
    const way: { key: string; left: string[] }[] = [];
    const enter = (key: string) => way.push({ key, left: [...upstreams(key)] });
    if (!done.has(first)) enter(first);
    for (let here = way.at(-1); here !== undefined; here = way.at(-1)) {
      const next = here.left.shift();
      if (next === undefined) {
        way.pop();
        done.add(here.key);
        const file = inFiles.get(here.key);
        if (file) ordered.push(file);
        continue;
      }
      if (done.has(next)) continue;
      const begin = way.findIndex(({ key }) => key === next);
      if (begin < 0) enter(next);
      else problems.push(cycle(way.slice(begin).map(({ key }) => key)));
    }
  }
  return { ordered, problems };

  /** `keys` lead from each job to one that it starts after; people read a chain the other way round. */
  function cycle(keys: string[]): Problem {
    const [head = ''] = keys;
    const names = [head, ...keys.slice(1).toReversed(), head].map(nameOf);
    const at = keys.findIndex(key => inFiles.has(key));
    const file = inFiles.get(keys[at] ?? '');
    if (!file) throw new SlipwayError('internal', `The workspace holds a cycle: ${names.join(' → ')}`);
    const upstream = keys[(at + 1) % keys.length];
    const place = references(file.definition).find(({ ref }) => find(ref) === upstream)?.path ?? 'triggers';
    return { path: `${file.path}: ${place}`, message: `would make a cycle: ${names.join(' → ')}` };
  }
}
