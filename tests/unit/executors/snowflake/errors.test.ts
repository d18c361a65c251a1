import { describe, expect, it, test } from 'vitest';
import type { DriverError } from '../../../../src/main/executors/snowflake/driver-types.ts';
import { toExecutionError, troubleOf, Unanswered } from '../../../../src/main/executors/snowflake/errors.ts';
import { ForeignAnswer } from '../../../../src/main/executors/snowflake/http-guard.ts';
import { mayHaveArrived, mayPass } from '../../../../src/main/executors/snowflake/network-errors.ts';
import { createRedaction } from '../../../../src/main/system/redaction.ts';
import { clockHint } from '../../../../src/main/executors/snowflake/sign-in-errors.ts';

const context = { name: 'prod', host: 'acme.snowflakecomputing.com' };

const refused = (code: string, message: string, sqlState?: string): DriverError =>
  Object.assign(new Error(message), {
    name: 'OperationFailedError',
    code,
    ...(sqlState === undefined ? {} : { sqlState }),
    data: { queryId: '01c0-1' },
  });
const network = (cause: Error): DriverError =>
  Object.assign(new Error(cause.message, { cause }), { name: 'NetworkError', code: 401_001 });
const node = (code: string) => network(Object.assign(new Error(`${code} x`), { code }));
const status = (statusCode: number, headers: Record<string, string> = {}): DriverError =>
  Object.assign(new Error('Request to Snowflake failed.'), {
    name: 'RequestFailedError',
    code: 401_002,
    response: { statusCode, headers },
  });

const failureOf = (cause: unknown, more: object = {}) =>
  toExecutionError(cause, createRedaction(), { ...context, ...more }).failure;

describe('what Snowflake refuses', () => {
  it.each([
    ['000604', '57014', 'SQL execution canceled', 'cancelled', false],
    [
      '000630',
      '57014',
      'Statement reached its statement or warehouse timeout of 5 second(s) and was canceled.',
      'timeout',
      false,
    ],
    [
      '000606',
      '57P03',
      "No active warehouse selected in the current session.  Select an active warehouse with the 'use warehouse' command.\n",
      'warehouse_missing',
      false,
    ],
    [
      '000606',
      '57P03',
      "Warehouse 'W' is suspended. Use 'alter warehouse W resume;' command if you need to use it again.",
      'warehouse_suspended',
      true,
    ],
    [
      '090073',
      '22000',
      "Warehouse 'W' cannot be resumed because resource monitor 'M' has exceeded its quota.",
      'quota_exceeded',
      false,
    ],
    [
      '002003',
      '42S02',
      "SQL compilation error:\nObject 'RAW.SHOP.X' does not exist or not authorized.",
      'source_missing',
      false,
    ],
    [
      '002003',
      '02000',
      "SQL compilation error:\nDatabase 'NOWHERE' does not exist or not authorized.",
      'source_missing',
      false,
    ],
    [
      '002043',
      '02000',
      'SQL compilation error:\nObject does not exist, or operation cannot be performed.',
      'source_missing',
      false,
    ],
    [
      '090105',
      '22000',
      "Cannot perform SELECT. This session does not have a current database. Call 'USE DATABASE', or use a qualified name.",
      'source_missing',
      false,
    ],
    [
      '000904',
      '42000',
      "SQL compilation error: error line 1 at position 7\ninvalid identifier 'NOPE'",
      'column_missing',
      false,
    ],
    [
      '001003',
      '42000',
      "SQL compilation error:\nsyntax error line 1 at position 0 unexpected 'SELEC'.",
      'syntax_error',
      false,
    ],
    ['002140', '42601', 'SQL compilation error:\nUnknown function NOPE', 'syntax_error', false],
    [
      '003001',
      '42501',
      "SQL access control error:\nInsufficient privileges to operate on schema 'S'",
      'privilege_missing',
      false,
    ],
    [
      '003013',
      '42501',
      "SQL access control error:\nRequested role 'R' is not assigned to the executing user. Specify another role to activate.",
      'role_missing',
      false,
    ],
    ['001998', '42710', "SQL compilation error:\nObject 'V' already exists as TABLE", 'target_changed', true],
    ['100038', '22018', "Numeric value 'x' is not recognized", 'conversion_error', false],
    ['100072', '22000', 'NULL result in a non-nullable column', 'constraint_violation', false],
    [
      '100090',
      '42P18',
      'Duplicate row detected during DML action\nRow Values: [1]',
      'constraint_violation',
      false,
    ],
    ['300002', 'XX000', 'SQL execution internal error', 'warehouse_error', true],
    ['000999', '58000', 'Something new', 'warehouse_error', false],
    ['390100', '08001', 'Incorrect username or password was specified.', 'sign_in_failed', false],
    [
      '390144',
      '08001',
      'JWT token is invalid. [6b1f0a5e-3f0c-4d7e-9a64-3a2f0f0c9d11]',
      'sign_in_failed',
      false,
    ],
    ['390318', '08001', 'OAuth access token expired. [x]', 'sign_in_failed', false],
    ['394400', '08001', 'Programmatic access token is invalid.', 'sign_in_failed', false],
    [
      '390189',
      '08001',
      "Role 'R' specified in the connect string does not exist or not authorized.",
      'role_missing',
      false,
    ],
    [
      '390201',
      '08004',
      'The requested warehouse does not exist or not authorized.',
      'warehouse_missing',
      false,
    ],
    ['390201', '08004', 'The requested database does not exist or not authorized.', 'source_missing', false],
    [
      '390111',
      '08001',
      'Session no longer exists.  New login required to access the service.',
      'sign_in_failed',
      true,
    ],
  ])('%s %s "%s" is %s', (code, sqlState, message, expected, retryable) => {
    const failure = failureOf(refused(code, message, sqlState));
    expect(failure).toMatchObject({ code: expected, retryable, query_id: '01c0-1' });
    expect(failure.sqlstate).toMatch(/^[0-9A-Z]{5}$/);
    expect(failure.message).not.toMatch(/\n|SQL compilation error/);
    expect(failure.message).not.toBe('');
  });

  test('places are told as people count them, in the text that is theirs', () => {
    const error = refused(
      '001003',
      "SQL compilation error:\nsyntax error line 3 at position 7 unexpected 'FORM'.",
      '42000',
    );
    expect(failureOf(error, { sql: 'SELECT\n1\nSELECT FORM' }).message).toBe(
      "syntax error (line 3, column 8) unexpected 'FORM'",
    );
    const build = 'CREATE OR REPLACE TABLE "AS\n"."B" AS\nSELECT FORM';
    expect(failureOf(error, { sql: build }).message).toBe(
      "syntax error (line 1, column 8) unexpected 'FORM'",
    );
    const several =
      "SQL compilation error:\nsyntax error line 2 at position 0 unexpected 'X'.\nsyntax error line 4 at position 1 unexpected 'Y'.";
    expect(
      failureOf(refused('001003', several, '42000'), { sql: 'EXPLAIN USING JSON\nX\n\n Y' }).message,
    ).toBe("syntax error (line 1, column 1) unexpected 'X'. syntax error (line 3, column 2) unexpected 'Y'");
    const column = refused(
      '000904',
      "SQL compilation error: error line 2 at position 9\ninvalid identifier 'NOPE'",
      '42000',
    );
    expect(failureOf(column, { sql: 'SELECT\n  1 + 2 + NOPE' }).message).toBe(
      "invalid identifier 'NOPE' (line 2, column 10)",
    );
  });

  test('a JWT is refused because of the clock: by how much it is wrong', () => {
    const error = refused('390144', 'JWT token is invalid.', '08001');
    expect(failureOf(error, { clockAheadMs: -7 * 60_000 }).message).toContain(
      "This machine's clock is 7 minutes behind Snowflake's",
    );
    expect(failureOf(error, { clockAheadMs: 45_000 }).message).toContain("45 seconds ahead of Snowflake's");
    expect(failureOf(error, { clockAheadMs: 900 }).message).toBe('"prod": JWT token is invalid.');
    expect(clockHint(null)).toBeNull();
    expect(failureOf(error).hint).toMatch(/public key/);
    for (const cause of ['JWT_TOKEN_INVALID_ISSUE_TIME', 'JWT_TOKEN_EXPIRED']) {
      const message = `JWT token is invalid. [${cause}]`;
      expect(failureOf(Object.assign(new Error(message), { code: '390144' })).hint, cause).toMatch(/clock/);
    }
  });
});

describe('what the network does', () => {
  it.each([
    [node('ECONNREFUSED'), 'the connection was refused', false, false],
    [node('ENOTFOUND'), 'there is no such host', false, false],
    [node('ECONNRESET'), 'the connection was cut', true, true],
    [node('ECONNABORTED'), 'it did not answer in time', true, true],
    [node('CERT_HAS_EXPIRED'), 'its certificate has expired', false, true],
    [status(503), 'it answered with HTTP 503', true, true],
    [status(429), 'it answered with HTTP 429', true, true],
    [status(404), 'it answered with HTTP 404', false, true],
    [
      status(302, { location: 'https://evil.example/login?token=1' }),
      'it redirects to evil.example, which is not followed: what signs in would go with it',
      false,
      true,
    ],
    [
      network(new ForeignAnswer("The answer is text/html, not one of Snowflake's")),
      "the answer is text/html, not one of Snowflake's",
      false,
      true,
    ],
    [network(new ForeignAnswer('The answer is empty')), 'the answer is empty', false, true],
    [
      network(new SyntaxError('Unexpected end of JSON input')),
      'the answer is no whole JSON: it was cut off, or something else answered',
      false,
      true,
    ],
    [new Unanswered('it did not answer in time'), 'it did not answer in time', true, true],
  ])('%s', (error, reason, passes, arrived) => {
    expect(troubleOf(error)).toBe('network');
    expect(failureOf(error)).toMatchObject({
      code: 'network',
      message: `acme.snowflakecomputing.com: ${reason}`,
      sqlstate: '08001',
      retryable: true,
    });
    expect(mayPass(error)).toBe(passes);
    expect(mayHaveArrived(error)).toBe(arrived);
  });
});

test('a part of a result is told from the account', () => {
  const error = Object.assign(status(404), { name: 'LargeResultSetError', code: 402_002 });
  expect(troubleOf(error)).toBe('network');
  expect(failureOf(error)).toMatchObject({
    message: 'acme.snowflakecomputing.com: a part of the result cannot be had: it answered with HTTP 404',
    hint: 'Run it again: parts of results are kept for some hours only',
  });
});

test('a session that has ended is told from a refusal', () => {
  for (const code of ['390104', '390111', '390112', '390114', '390318', '390422', 407_002, 401_004]) {
    expect(troubleOf(Object.assign(new Error('x'), { code }))).toBe('session');
  }
  expect(troubleOf(new TypeError('currentState.requestAsync is not a function'))).toBe('session');
  expect(troubleOf(refused('390100', 'x'))).toBe('refused');
  expect(troubleOf(refused('001003', 'x'))).toBe('refused');
});

test('a secret that a server says back does not leave', () => {
  const redaction = createRedaction();
  redaction.remember('canary-password');
  const { message, hint } = toExecutionError(
    refused('390100', 'canary-password is wrong', '08001'),
    redaction,
    context,
  ).failure;
  expect(`${message} ${hint}`).not.toContain('canary');
  expect(message).toContain('[redacted]');
});

test('a message that is too long is cut when no secret is in it any more', () => {
  const redaction = createRedaction();
  redaction.remember('canary-password');
  const long = refused('000999', `${'x '.repeat(3_997)}canary-password`);
  const { message } = toExecutionError(long, redaction, context).failure;
  expect(message).toHaveLength(8_000);
  expect(message).not.toContain('cana');
});
