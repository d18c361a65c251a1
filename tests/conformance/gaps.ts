/** Cases that a backend is known to fail for one reason. */
export interface Gap {
  /** What the backend does not do, as documents say it. */
  reason: string;
  /** What the failures say, so that no other one hides behind the gap. */
  says: RegExp;
  /** Titles. */
  cases: readonly string[];
}

/** By title. Throws when a case is listed twice. */
export function gapsByTitle(gaps: readonly Gap[]): Map<string, Gap> {
  const byTitle = new Map<string, Gap>();
  for (const gap of gaps) {
    for (const title of gap.cases) {
      if (byTitle.has(title)) throw new Error(`${title} is listed as a gap twice`);
      byTitle.set(title, gap);
    }
  }
  return byTitle;
}

/** What fakesnow 0.11.14 does not do. A case that passes all the same fails the suite, until it is taken off this list. */
export const fakesnowGaps: Gap[] = [
  {
    reason: 'It lets everybody in, whatever they show',
    says: /has no "key pair"/,
    cases: [
      'signing in: a private key with a passphrase signs in',
      'signing in: the key of somebody else does not, and is not told',
    ],
  },
  {
    reason: 'It has no roles, rights or warehouses',
    says: /has no "(roles|limited role)"/,
    cases: [
      'signing in: a session has its role and its warehouse',
      'signing in: other roles of the user do not count',
      'signing in: a role that is not there',
      'signing in: a warehouse that is not there',
      'catalogue: roles to choose from',
      'catalogue: warehouses to choose from',
      'catalogue: who may do what with a table',
      'catalogue: who may do what with a table that is not there',
      'catalogue: a role that has every right lacks none',
      'catalogue: the rights that a role lacks are named',
      'definitions: COPY GRANTS keeps what was granted, and nothing else does',
      'definitions: a clone with COPY GRANTS has the grants of the table it replaces',
      'errors: a table that a role may not see',
      'errors: a table that a role may not make',
    ],
  },
  {
    reason: 'A statement has ended before it answers: none is ever at work, to be stopped or found again',
    says: /has no "slow statements"/,
    cases: [
      'transactions: a script that is cancelled in the middle is rolled back',
      'tags and time limits: the account ends a statement when its time is over',
      'tags and time limits: a query has a time limit too',
      'cancelling: a build at work is stopped, and leaves nothing',
      'cancelling: a build is stopped before it has an id',
      'cancelling: a build is stopped whose submission was not answered yet',
      'cancelling: a query at work is stopped',
      'cancelling: one is stopped and the others go on',
      'recall: a build goes on when its executor is killed, and is found by its id',
      'recall: a build goes on when its executor is killed, and is found by its tag',
      'recall: what was found again can be stopped',
      'recall: a transaction whose executor was killed took no effect',
      'recall: a build survives a session whose token has run out',
      'recall: a build survives a network that is away',
    ],
  },
  {
    reason: 'What it does cannot be scripted',
    says: /has no "script"/,
    cases: [
      'types: a VARIANT that is no JSON is not run',
      'tags and time limits: one script is one submission',
      'errors: a warehouse that is suspended and does not resume',
      'errors: a warehouse that is over its quota',
      'errors: an answer that is not of Snowflake',
    ],
  },
  {
    reason: 'Its address answers 404 until somebody signs in, so a test of the connection goes no further',
    says: /HTTP 404|'skipped'/,
    cases: [
      'signing in: every stage of the test passes',
      'signing in: a test tells which stage failed and skips the rest',
    ],
  },
  {
    reason: 'Times are kept to the microsecond',
    says: /999999/,
    cases: ['types: times to the nanosecond', 'types: timestamps to the nanosecond'],
  },
  {
    reason: 'All timestamps with a zone are in UTC, and TIMESTAMP_LTZ is one of them',
    says: /\+00:00|TIMESTAMP_TZ/,
    cases: [
      'types: what is stored in a table of every type comes back',
      'types: columns have the types that the catalogue shows',
      'types: a timestamp of the session is an instant',
      'types: a timestamp with a zone keeps its own',
    ],
  },
  {
    reason: 'BINARY takes no length',
    says: /'BLOB' does not take any type parameters/,
    cases: ['types: texts and bytes tell how long they may be'],
  },
  {
    reason: 'Parameters of a session or statement do nothing',
    says: /10 !== [13]|100|Missing expected rejection/,
    cases: [
      'queries: a limit on the rows of results counts for its session',
      'sessions: two sessions at once have each their own parameters',
      'sessions: a parameter does not outlive its statement',
      'sessions: a parameter that is not there is refused',
    ],
  },
  {
    reason: 'Its INFORMATION_SCHEMA.COLUMNS has no DATETIME_PRECISION, without which no table is found',
    says: /strictly deep-equal|falsy value|0, then 0/,
    cases: [
      'catalogue: a table with its columns, rows and comment',
      'catalogue: a view',
      'catalogue: those that exist, in the order asked for',
      'catalogue: a name in lower case is another name',
      'catalogue: a change moves when a table was last altered',
      'catalogue: all tables and views of the database',
      'definitions: a name with quotes, spaces and dots',
    ],
  },
  {
    reason: 'SHOW SCHEMAS shows information_schema in lower case',
    says: /information_schema/,
    cases: ['catalogue: schemas to choose from, without those that everybody has'],
  },
  {
    reason: 'SHOW TABLES does not count rows, and knows no kinds and no clustering',
    says: /0 !== 2|rows: 0|'TRANSIENT'|\\\(A\\\)/,
    cases: [
      'definitions: a table of a query, with the rows that it got',
      'definitions: a transient table',
      'definitions: a table that is clustered',
      'recall: a build that took effect, by its id',
    ],
  },
  {
    reason: 'There is no EXPLAIN USING JSON',
    says: /near "USING"/,
    cases: [
      'catalogue: what a query would read is estimated',
      'catalogue: a query that cannot run cannot be estimated',
    ],
  },
  {
    reason: 'A view cannot have a comment with a quote in it, nor a table one with a backslash',
    says: /Unhandled exception/,
    cases: [
      'definitions: a view with a comment',
      'definitions: a comment with quotes and backslashes',
      'definitions: a view says of its columns what is to be said',
      'definitions: a table says of its columns what is to be said',
      'definitions: a table published by a clone says what was said of it beside its place',
    ],
  },
  {
    reason: 'CREATE OR REPLACE does not replace by a clone',
    says: /already exists/,
    cases: ['definitions: a table published by a clone'],
  },
  {
    reason: 'There are no blocks of statements',
    says: /near "\$\$/,
    cases: ['definitions: a block puts a table into the place of a view'],
  },
  {
    reason: 'There is no INSERT OVERWRITE',
    says: /near "OVERWRITE"/,
    cases: ['changes: INSERT OVERWRITE replaces the rows'],
  },
  {
    reason: 'MERGE takes two rows of the source for one of the target',
    says: /was to fail, and did not/,
    cases: ['changes: MERGE of two source rows into one fails, and changes nothing'],
  },
  {
    reason: 'Transactions have no names',
    says: /BEGIN TRANSACTION NAME/,
    cases: [
      'incremental builds: delete and insert by key',
      'incremental builds: delete and insert by time',
      'transactions: several statements take effect together, with all of their rows',
      'transactions: later statements see what earlier ones did',
      'transactions: none of them takes effect when one fails',
      'transactions: a transaction that failed is not left to the next script',
      'tags and time limits: every statement of a script has its id in the tag',
    ],
  },
  {
    reason: 'Of two statements in one text, both run',
    says: /strictly deep-equal/,
    cases: ['transactions: a second statement cannot be smuggled into one'],
  },
  {
    reason: 'It keeps no history of statements',
    says: /near "TABLE"/,
    cases: [
      'tags and time limits: the history tells on whose behalf a statement ran',
      "tags and time limits: the account's own id is told, and is the one in its history",
      'recall: a build that took effect, by its tag',
      'recall: a build that failed, with what it failed of',
      'recall: a script that was never sent',
    ],
  },
  {
    reason: 'A temporary table cannot be in a schema',
    says: /TEMPORARY table names/,
    cases: ['sessions: a temporary table is gone with its script'],
  },
  {
    reason: "Errors have DuckDB's sentences, and codes that Snowflake has for something else",
    says: /'(source_missing|warehouse_error)'/,
    cases: [
      'queries: a query that cannot be described is refused',
      'definitions: a table does not replace a view',
      'definitions: a view does not replace a table',
      'changes: NULL where none may be',
      'errors: a syntax error tells its place',
      'errors: a syntax error in a build tells its place in the query',
      'errors: a column that is not there',
      'errors: a function that is not there',
    ],
  },
  {
    reason: 'Errors do not have the id of the statement',
    says: /^null$/,
    cases: ["errors: a failure has the account's id of the statement"],
  },
  {
    reason: 'A division by zero is null',
    says: /was to fail, and did not/,
    cases: ['errors: a division by zero'],
  },
  {
    reason: 'These functions are missing, or do something else',
    says: /strictly deep-equal|Unhandled exception|does not exist/,
    cases: [
      "portable SQL: SELECT TRIM('  a '), LTRIM('xxa', 'x'), RTRIM('axx', 'x')",
      'portable SQL: SELECT ABS(-3), SIGN(-3), CEIL(1.2), FLOOR(-1.2)',
      'portable SQL: SELECT WIDTH_BUCKET(5, 0, 10, 5), BITAND(6, 3), BITOR(6, 3), BITXOR(6, 3)',
      "portable SQL: SELECT DATE_TRUNC('month', DATE '2024-02-29'), LAST_DAY(DATE '2024-02-10')",
      `portable SQL: SELECT V['k']::VARCHAR, GET(V, 'k')::VARCHAR, GET_PATH(V, 'o.p')::NUMBER(5,0) FROM (SELECT PARSE_JSON('{"k":"v","o":{"p":1}}') AS V) X`,
      `portable SQL: SELECT TYPEOF(PARSE_JSON('1')), TYPEOF(PARSE_JSON('"a"')), TYPEOF(PARSE_JSON('[]')), IS_NULL_VALUE(PARSE_JSON('null'))`,
      `portable SQL: SELECT TO_JSON(OBJECT_CONSTRUCT('a', 1)), OBJECT_KEYS(PARSE_JSON('{"b":1}'))`,
    ],
  },
  {
    reason: 'TO_VARCHAR leaves out what a format asks for of a timestamp beyond its digits',
    says: /2013-01-05 10:11:12\.345678/,
    cases: [
      'incremental builds: the highest watermark is told as a text that casts back, with what is looked back',
    ],
  },
];
