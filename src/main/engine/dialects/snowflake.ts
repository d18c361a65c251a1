import { targetTypeOf } from '../../../shared/contract/materialization.ts';
import { displayRelation, quoteName, quoteRelation } from '../../../shared/domain/relation.ts';
import type { BuildStep, Dialect, Order } from './dialect.ts';
import { buildBeside, carriesOver, changeBeside, changesType, copiesGrants } from './snowflake-beside.ts';
import { snowflakeCatalog } from './snowflake-catalog.ts';
import { commentSteps } from './snowflake-comments.ts';
import { createAs, nameProblems, quoteText, schemaOf } from './snowflake-statements.ts';

/**
 * Snowflake. A DDL statement commits by itself, so each script is one statement: then it has one id, by which it is found
 * again and stopped.
 */
export const snowflake: Dialect = {
  asks: { schema: true, grants: true, privileges: true, estimate: true },

  catalog: snowflakeCatalog,

  say: (_analysis, sql) => Promise.resolve({ sql, warnings: [] }),

  // In the session, not in the query: a LIMIT around it would not keep its order, one behind it may be its second.
  limited: (session, rows) => ({
    ...session,
    parameters: { ...session.parameters, ROWS_PER_RESULTSET: rows },
  }),

  // The count of a table is kept; that of a view takes a run of its query.
  countRows: (target, type) => (type === 'view' ? null : `SELECT count(*) FROM ${quoteRelation(target)}`),

  watermark(relation, { name, type }, lookBackMs) {
    const latest = `MAX(${quoteName(name)})`;
    const isTime = snowflakeCatalog.kindOf(type) === 'time';
    const back = (ms: number) =>
      ms % 1_000 === 0
        ? `DATEADD(second, ${-ms / 1_000}, ${latest})`
        : `DATEADD(millisecond, ${-ms}, ${latest})`;
    const start = lookBackMs === null ? latest : `CAST(${back(lookBackMs)} AS ${type})`;
    // Those without a zone are taken for UTC.
    const now = /_L?TZ\b/.test(type) ? 'CURRENT_TIMESTAMP()' : 'SYSDATE()';
    const ahead = isTime ? `${latest} > ${now}` : 'FALSE';
    return `SELECT ${asText(latest, type)} AS "latest", ${asText(start, type)} AS "start", ${ahead} AS "ahead"\nFROM ${quoteRelation(relation)}`;
  },

  clock: 'SELECT DATE_PART(EPOCH_MILLISECOND, CURRENT_TIMESTAMP()) AS "now"',

  quoteText,

  problems: nameProblems,

  cautions(order) {
    const { target, found, materialization } = order;
    if (isCloned(order)) {
      const name = quoteRelation(target);
      return [
        `${displayRelation(target)} becomes a clone of what is looked at beside it, of which Snowflake suspends the clustering: ALTER TABLE ${name} RESUME RECLUSTER resumes it`,
      ];
    }
    if (!changesType(order) || !copiesGrants(order)) return [];
    const lost = found.grants.filter(grant => grant.privilege !== 'OWNERSHIP' && !carriesOver(grant));
    if (lost.length === 0) return [];
    const whose = lost.map(({ privilege, granteeType, grantee }) => {
      return `${privilege} to ${granteeType.toLowerCase().replaceAll('_', ' ')} ${grantee}`;
    });
    return [
      `${displayRelation(target)} was a ${found.type} and becomes a ${targetTypeOf(materialization)}: grants of ${whose.join(', ')} end with it`,
    ];
  },

  build(order) {
    const { increment } = order;
    if (increment) return changeBeside({ ...order, increment });
    const beside = isLookedAt(order) || changesType(order);
    return [...prepare(order), ...(beside ? buildBeside(order) : build(order))];
  },
};

function isLookedAt({ audited, inspection }: Pick<Order, 'audited' | 'inspection'>): boolean {
  return audited || inspection !== null;
}

/** Whether the target is clustered, and is published as a clone. */
function isCloned(order: Omit<Order, 'query' | 'owner' | 'comments'>): boolean {
  const { materialization, increment } = order;
  const clustered = materialization.type !== 'view' && materialization.cluster_by !== undefined;
  return clustered && increment === null && isLookedAt(order) && !changesType(order);
}

/** A value as a text that says all of it; what `CAST` to text says, a session's parameters decide. */
function asText(value: string, type: string): string {
  if (/^DATE\b/.test(type)) return `TO_VARCHAR(${value}, 'YYYY-MM-DD')`;
  if (!type.startsWith('TIMESTAMP')) return `TO_VARCHAR(${value})`;
  const zone = /_L?TZ\b/.test(type) ? ' TZHTZM' : '';
  return `TO_VARCHAR(${value}, 'YYYY-MM-DD HH24:MI:SS.FF9${zone}')`;
}

function prepare({ target, found }: Order): BuildStep[] {
  // Asking for it where it is there would take a right that nobody needs to build in it.
  if (found.schema) return [];
  return [
    {
      name: 'prepare',
      purpose: 'prepare',
      statements: [`CREATE SCHEMA IF NOT EXISTS ${schemaOf(target)}`],
      writes: [target.database],
      idempotent: true,
      stoppable: true,
    },
  ];
}

function build(order: Order): BuildStep[] {
  const { target, materialization, query, comments } = order;
  const type = targetTypeOf(materialization);
  const step: BuildStep = {
    name: 'build',
    purpose: 'build',
    statements: [createAs(target, materialization, query, copiesGrants(order), comments)],
    writes: [target.database],
    target: { relation: target, type },
    idempotent: false,
    stoppable: true,
  };
  return [step, ...(type === 'table' ? commentSteps(order, target) : [])];
}
