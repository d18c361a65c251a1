import type { BuildFact, Facts, Table } from '../../../src/main/engine/lineage/facts.ts';

export const table = (name: string): Table => ({
  key: `"LAKE"."RAW"."${name.toUpperCase()}"`,
  name: `LAKE.RAW.${name.toUpperCase()}`,
  relation: { database: 'LAKE', schema: 'RAW', name: name.toUpperCase() },
});

interface Given {
  reads: string[];
  labels?: string[];
  owner?: string;
  /** Names of its jobs with what each reads, where one alone does not do. */
  jobs?: Record<string, { reads: string[]; writes: string }>;
}

/** Models by name, each built by a job `NAME_prod` into a table of its name; what nothing builds is a source. */
export function factsOf(given: Record<string, string[] | Given>): Facts {
  const models = Object.entries(given).map(([name, what], index) => {
    const { labels = [], owner = '' } = Array.isArray(what) ? {} : what;
    return {
      id: index + 1,
      name,
      description: '',
      owner,
      labels,
      text: 'version' as const,
      problem: null,
      draft: null,
      reads: [],
    };
  });
  const builds = Object.entries(given).flatMap(([name, what], index): BuildFact[] => {
    const model = index + 1;
    const { reads, jobs } = Array.isArray(what) ? { reads: what, jobs: undefined } : what;
    return Object.entries(jobs ?? { [`${name}_prod`]: { reads, writes: name } }).map(([job, each], nth) => ({
      id: model * 100 + nth,
      name: job,
      model,
      live: true,
      tag: 'v1',
      version: 1,
      hash: `hash of ${name}`,
      materialization: '{"type":"table"}',
      writes: table(each.writes),
      reads: each.reads.map(table),
      sources: each.reads.map(read => ({
        source: table(read).relation,
        written: table(read).relation,
        table: table(read),
      })),
    }));
  });
  return { models, builds };
}
