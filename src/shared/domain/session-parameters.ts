import { closest } from './names.ts';

/** Snowflake's session parameters that people may set: https://docs.snowflake.com/en/sql-reference/parameters */
export const knownSessionParameters: readonly string[] = [
  'BINARY_INPUT_FORMAT',
  'CLIENT_PREFETCH_THREADS',
  'CLIENT_RESULT_CHUNK_SIZE',
  'CSV_TIMESTAMP_FORMAT',
  'DATE_INPUT_FORMAT',
  'DEFAULT_NULL_ORDERING',
  'ENABLE_UNLOAD_PHYSICAL_TYPE_OPTIMIZATION',
  'ERROR_ON_NONDETERMINISTIC_MERGE',
  'ERROR_ON_NONDETERMINISTIC_UPDATE',
  'JSON_INDENT',
  'LOCK_TIMEOUT',
  'LOG_LEVEL',
  'METRIC_LEVEL',
  'NOORDER_SEQUENCE_AS_DEFAULT',
  'SEARCH_PATH',
  // Of the session, too, but no parameter in Snowflake's own words.
  'SECONDARY_ROLES',
  'SIMULATED_DATA_SHARING_CONSUMER',
  'STATEMENT_QUEUED_TIMEOUT_IN_SECONDS',
  'STRICT_JSON_OUTPUT',
  'TIMESTAMP_DAY_IS_ALWAYS_24H',
  'TIMESTAMP_INPUT_FORMAT',
  'TIMESTAMP_TYPE_MAPPING',
  'TIMEZONE',
  'TIME_INPUT_FORMAT',
  'TRACE_LEVEL',
  'TRANSACTION_ABORT_ON_ERROR',
  'TRANSACTION_DEFAULT_ISOLATION_LEVEL',
  'TWO_DIGIT_CENTURY_START',
  'UNSUPPORTED_DDL_ACTION',
  'USE_CACHED_RESULT',
  'WEEK_OF_YEAR_POLICY',
  'WEEK_START',
];

/** Names nobody may set, with what to do instead: Slipway sets them, or relies on what they are. */
const reserved: readonly (readonly [RegExp, string])[] = [
  [/^QUERY_TAG$/, 'is set by Slipway on every statement: runs are found again by it'],
  [/^STATEMENT_TIMEOUT_IN_SECONDS$/, 'has a field of its own: use limits.statement_timeout'],
  [/^WAREHOUSE$/, 'is no session parameter: use the field warehouse'],
  [/^(ROLE|DATABASE|SCHEMA)$/, 'is no session parameter: it is a field of the environment'],
  [/^AUTOCOMMIT$/, 'cannot be set: Slipway begins and commits transactions itself'],
  [/^MULTI_STATEMENT_COUNT$/, 'cannot be set: Slipway sends statements one by one'],
  [
    /^ABORT_DETACHED_QUERY$/,
    'cannot be set: a statement outlives a lost connection, and is found again; limits.statement_timeout ends it',
  ],
  [
    /^QUOTED_IDENTIFIERS_IGNORE_CASE$/,
    'cannot be set: Slipway quotes names exactly as the catalogue stores them',
  ],
  [
    /^ROWS_PER_RESULTSET$/,
    'cannot be set: it would cut results short without a word; write LIMIT into the SQL',
  ],
  [
    /^GEO(GRAPHY|METRY)_OUTPUT_FORMAT$/,
    'cannot be set, as Slipway reads the results: write ST_ASWKT, ST_ASWKB or ST_ASGEOJSON into the SQL',
  ],
  [
    /_OUTPUT_FORMAT$/,
    'cannot be set, as Slipway reads the results: write TO_CHAR with a format into the SQL',
  ],
  [
    /(_QUERY_RESULT_FORMAT|^CLIENT_RESULT_COLUMN_CASE_INSENSITIVE|^JS_TREAT_INTEGER_AS_BIGINT)$/,
    'cannot be set: it is about the driver, and Slipway reads its results',
  ],
  [/^CLIENT_SESSION_KEEP_ALIVE/, 'cannot be set: Slipway keeps sessions as long as it needs them'],
  [/^JS_DRIVER_/, 'cannot be set: it would change how the driver checks whom it talks to'],
];

/** What is wrong with the name of a session parameter; undefined where nothing is. */
export function sessionParameterProblem(name: string): string | undefined {
  const upper = name.toUpperCase();
  const problem = reserved.find(([pattern]) => pattern.test(upper))?.[1];
  if (problem !== undefined) return problem;
  if (/^[A-Z][A-Z0-9_]{0,254}$/.test(name)) return undefined;
  return `must be upper-case letters, digits and "_", as in ${/^[A-Z][A-Z0-9_]{0,254}$/.test(upper) ? upper : 'TIMEZONE'}`;
}

/** What is wrong with the value of a session parameter; undefined where Snowflake is to judge. */
export function sessionParameterValueProblem(name: string, value: unknown): string | undefined {
  if (name !== 'SECONDARY_ROLES' || value === 'ALL' || value === 'NONE') return undefined;
  return 'must be ALL, or NONE (the default): then the role of the environment alone counts';
}

/** What to tell about a name that Snowflake may or may not know; undefined for one that it does. */
export function sessionParameterWarning(name: string): string | undefined {
  if (knownSessionParameters.includes(name)) return undefined;
  const near = closest(name, knownSessionParameters);
  return `${name} is no session parameter that Slipway knows${near === undefined ? '' : `; did you mean ${near}?`}`;
}
