import type { SqlType } from '../context.ts';
import { type FunctionRule, type FunctionRules, values } from '../rules.ts';

/** What a session on Snowflake knows and a local one can only stand in for. */
function standIn(name: string, type: SqlType, sql: string): FunctionRule {
  return {
    type,
    emit: (call, context) => {
      context.approximated(`${name} has another value on DuckDB`, call);
      return sql;
    },
  };
}

const account = (name: string) => standIn(name, 'text', "'DUCKDB'");

const hash: FunctionRule = {
  type: 'integer',
  emit: (call, context) => {
    context.approximated('HASH gives other numbers on DuckDB; equal values still have equal ones', call);
    const args = values(call).map(arg => (arg.kind === 'star' ? '*COLUMNS(*)' : context.emit(arg)));
    return `CAST(hash(${args.join(', ')}) >> 1 AS BIGINT)`;
  },
};

const sequence: FunctionRule = {
  type: 'integer',
  // Only behind a generator: emitted there as a column (generators.ts); anywhere else the order is nobody's.
  emit: (_, context) => {
    const generator = context.scope.relations.find(relation => relation.source === 'generator');
    return generator === undefined ? '(row_number() OVER () - 1)' : `"${generator.parts[0]}"."SEQ"`;
  },
};

/** "Context functions" and what else depends on where a query runs. */
export const sessionFunctions: FunctionRules = {
  CURRENT_ACCOUNT: account('CURRENT_ACCOUNT'),
  CURRENT_ACCOUNT_NAME: account('CURRENT_ACCOUNT_NAME'),
  CURRENT_CLIENT: account('CURRENT_CLIENT'),
  CURRENT_DATABASE: { type: 'text', emit: () => 'current_database()' },
  CURRENT_REGION: account('CURRENT_REGION'),
  CURRENT_ROLE: account('CURRENT_ROLE'),
  CURRENT_SCHEMA: { type: 'text', emit: () => 'current_schema()' },
  CURRENT_SESSION: account('CURRENT_SESSION'),
  CURRENT_USER: account('CURRENT_USER'),
  CURRENT_VERSION: standIn('CURRENT_VERSION', 'text', 'version()'),
  CURRENT_WAREHOUSE: account('CURRENT_WAREHOUSE'),
  HASH: hash,
  SEQ1: sequence,
  SEQ2: sequence,
  SEQ4: sequence,
  SEQ8: sequence,
};
