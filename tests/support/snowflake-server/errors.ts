/**
 * Errors as Snowflake sends them: a code of six digits, an SQLSTATE and a sentence. Codes and sentences are those that
 * accounts answer, as far as they are documented or can be seen in public reports of them.
 */
export class SnowflakeError extends Error {
  readonly code: string;
  readonly sqlState: string;
  /** Where in the text of the statement, counted as Snowflake does: lines from 1, positions from 0. */
  readonly place: { line: number; pos: number } | null;

  constructor(code: string, sqlState: string, message: string, place: SnowflakeError['place'] = null) {
    super(message);
    this.name = 'SnowflakeError';
    this.code = code;
    this.sqlState = sqlState;
    this.place = place;
  }
}

const compilation = (message: string) => `SQL compilation error:\n${message}`;

/** What the server cannot do, though an account can: never to be taken for an answer of Snowflake. */
export function beyondTestServer(what: string): SnowflakeError {
  return new SnowflakeError(
    '999999',
    '0A000',
    `This is a limit of the test server, not of Snowflake: ${what}`,
  );
}

export const sqlErrors = {
  syntax: (place: { line: number; pos: number }, found: string) =>
    new SnowflakeError(
      '001003',
      '42000',
      compilation(`syntax error line ${place.line} at position ${place.pos} unexpected '${found}'.`),
      place,
    ),
  invalidIdentifier: (place: { line: number; pos: number } | null, name: string) =>
    new SnowflakeError(
      '000904',
      '42000',
      place === null
        ? compilation(`invalid identifier '${name}'`)
        : `SQL compilation error: error line ${place.line} at position ${place.pos}\ninvalid identifier '${name}'`,
      place,
    ),
  unknownFunction: (name: string) =>
    new SnowflakeError('002140', '42601', compilation(`Unknown function ${name}`)),
  /** Missing, or hidden from the role: Snowflake does not tell which. */
  missing: (kind: string, name: string) =>
    new SnowflakeError(
      '002003',
      kind === 'Table' || kind === 'Object' || kind === 'View' ? '42S02' : '02000',
      compilation(`${kind} '${name}' does not exist or not authorized.`),
    ),
  /** As USE and DESCRIBE say it. */
  cannotUse: () =>
    new SnowflakeError(
      '002043',
      '02000',
      compilation('Object does not exist, or operation cannot be performed.'),
    ),
  exists: (name: string) =>
    new SnowflakeError('002002', '42710', compilation(`Object '${name}' already exists.`)),
  otherType: (name: string, kind: string) =>
    new SnowflakeError(
      '001998',
      '42710',
      compilation(`Object '${name}' already exists as ${kind.toUpperCase()}`),
    ),
  notOfType: (found: string, wanted: string) =>
    new SnowflakeError(
      '002203',
      '02000',
      compilation(`Object found is of type '${found}', not specified type '${wanted}'.`),
    ),
  dependentGrants: (kind: string, name: string) =>
    new SnowflakeError(
      '003008',
      '42501',
      `SQL execution error:\nDependent grant of privilege exists on ${kind.toLowerCase()} '${name}'. It must be revoked first.`,
    ),
  noDatabase: (operation: string) =>
    new SnowflakeError(
      '090105',
      '22000',
      `Cannot perform ${operation}. This session does not have a current database. Call 'USE DATABASE', or use a qualified name.`,
    ),
  noSchema: (operation: string) =>
    new SnowflakeError(
      '090106',
      '22000',
      `Cannot perform ${operation}. This session does not have a current schema. Call 'USE SCHEMA', or use a qualified name.`,
    ),
  insufficient: (kind: string, name: string) =>
    new SnowflakeError(
      '003001',
      '42501',
      `SQL access control error:\nInsufficient privileges to operate on ${kind.toLowerCase()} '${name}'`,
    ),
  roleNotGranted: (name: string) =>
    new SnowflakeError(
      '003013',
      '42501',
      `SQL access control error:\nRequested role '${name}' is not assigned to the executing user. Specify another role to activate.`,
    ),
  noWarehouse: () =>
    new SnowflakeError(
      '000606',
      '57P03',
      "No active warehouse selected in the current session.  Select an active warehouse with the 'use warehouse' command.\n",
    ),
  suspended: (name: string) =>
    new SnowflakeError(
      '000606',
      '57P03',
      `Warehouse '${name}' is suspended. Use 'alter warehouse ${name} resume;' command if you need to use it again.`,
    ),
  overQuota: (warehouse: string, monitor: string) =>
    new SnowflakeError(
      '090073',
      '22000',
      `Warehouse '${warehouse}' cannot be resumed because resource monitor '${monitor}' has exceeded its quota.`,
    ),
  cancelled: () => new SnowflakeError('000604', '57014', 'SQL execution canceled'),
  timeout: (seconds: number) =>
    new SnowflakeError(
      '000630',
      '57014',
      `Statement reached its statement or warehouse timeout of ${seconds} second(s) and was canceled.`,
    ),
  notRunning: () =>
    new SnowflakeError('000605', '02000', 'Identified SQL statement is not currently executing.'),
  unknownStatement: (id: string) => new SnowflakeError('000709', '02000', `Statement ${id} not found`),
  empty: () => new SnowflakeError('000900', '42601', compilation('Empty SQL statement.')),
  statementCount: (found: number, wanted: number) =>
    new SnowflakeError(
      '000008',
      '0A000',
      `Actual statement count ${found} did not match the desired statement count ${wanted}.`,
    ),
  unknownTransaction: (id: string) =>
    new SnowflakeError('000636', '02000', `Transaction '${id}' does not exist, or is not running.`),
  locked: () =>
    new SnowflakeError(
      '000625',
      '57014',
      'Statement has locked a table in another transaction and this lock has not yet been released.',
    ),
  transientToPermanent: () =>
    new SnowflakeError(
      '002120',
      '0A000',
      compilation('Transient object cannot be cloned to a permanent object.'),
    ),
  duplicateMerge: (values: string) =>
    new SnowflakeError(
      '100090',
      '42P18',
      `Duplicate row detected during DML action\nRow Values: [${values}]`,
    ),
} as const;

export const signInErrors = {
  password: () => new SnowflakeError('390100', '08001', 'Incorrect username or password was specified.'),
  passwordRefused: () =>
    new SnowflakeError(
      '390202',
      '08001',
      'Authentication attempt rejected by the current authentication policy.',
    ),
  disabled: () =>
    new SnowflakeError('390101', '08001', 'User access disabled. Contact your local system administrator.'),
  jwt: (reason: string) => new SnowflakeError('390144', '08001', `JWT token is invalid. [${reason}]`),
  accessToken: () => new SnowflakeError('394400', '08001', 'Programmatic access token is invalid.'),
  accessTokenExpired: () => new SnowflakeError('394400', '08001', 'Programmatic access token is expired.'),
  oauth: (reason: string) => new SnowflakeError('390303', '08001', `Invalid OAuth access token. [${reason}]`),
  oauthExpired: (reason: string) =>
    new SnowflakeError('390318', '08001', `OAuth access token expired. [${reason}]`),
  idToken: () => new SnowflakeError('390195', '08001', 'The provided ID Token is invalid.'),
  saml: () =>
    new SnowflakeError('390133', '08001', 'SAML response is invalid or matching user is not found.'),
  mfaDenied: () =>
    new SnowflakeError('390120', '08001', 'MFA authentication failed: the request was denied.'),
  mfaPasscode: () =>
    new SnowflakeError('390127', '08001', 'Multi-factor authentication failed: invalid passcode.'),
  mfaEnrol: () =>
    new SnowflakeError(
      '394508',
      '08001',
      'Failed to authenticate: MFA authentication is required, but none of your current MFA methods are supported for programmatic authentication.',
    ),
  role: (name: string) =>
    new SnowflakeError(
      '390189',
      '08001',
      `Role '${name}' specified in the connect string does not exist or not authorized. Contact your local system administrator, or attempt to login with another role, e.g. PUBLIC.`,
    ),
  missing: (what: string) =>
    new SnowflakeError('390201', '08004', `The requested ${what} does not exist or not authorized.`),
  authenticator: (name: string) =>
    new SnowflakeError('390190', '08001', `The authenticator '${name}' is not known.`),
} as const;

export const sessionErrors = {
  tokenInvalid: () => new SnowflakeError('390104', '08001', 'Session token is invalid.'),
  gone: () =>
    new SnowflakeError(
      '390111',
      '08001',
      'Session no longer exists.  New login required to access the service.',
    ),
  tokenExpired: () => new SnowflakeError('390112', '08001', 'Your session has expired. Please login again.'),
  masterMissing: () => new SnowflakeError('390113', '08001', 'Authentication token is not found.'),
  masterExpired: () =>
    new SnowflakeError(
      '390114',
      '08001',
      'Authentication token has expired.  The user must authenticate again.',
    ),
  masterInvalid: () => new SnowflakeError('390115', '08001', 'Authentication token is invalid.'),
  badRequest: (reason: string) => new SnowflakeError('390400', '08001', `Bad request: ${reason}`),
} as const;
