import { expect, test } from 'vitest';
import {
  knownSessionParameters,
  sessionParameterProblem,
  sessionParameterValueProblem,
  sessionParameterWarning,
} from '../../../src/shared/domain/session-parameters.ts';

test('what is known may be set, and nothing is said of it', () => {
  expect(knownSessionParameters.filter(name => sessionParameterProblem(name) !== undefined)).toEqual([]);
  expect(knownSessionParameters.filter(name => sessionParameterWarning(name) !== undefined)).toEqual([]);
  expect(knownSessionParameters).toEqual([...knownSessionParameters].sort());
});

test('what is not known may be set, with its nearest name', () => {
  expect(sessionParameterProblem('ENABLE_SOMETHING_NEW')).toBeUndefined();
  expect(sessionParameterWarning('ENABLE_SOMETHING_NEW')).toBe(
    'ENABLE_SOMETHING_NEW is no session parameter that Slipway knows',
  );
  expect(sessionParameterWarning('TIME_ZONE')).toContain('did you mean TIMEZONE?');
});

test('secondary roles are all or none', () => {
  expect(sessionParameterValueProblem('SECONDARY_ROLES', 'ALL')).toBeUndefined();
  expect(sessionParameterValueProblem('SECONDARY_ROLES', 'NONE')).toBeUndefined();
  expect(sessionParameterValueProblem('SECONDARY_ROLES', 'LOADER')).toMatch(/must be ALL, or NONE/);
  expect(sessionParameterValueProblem('SECONDARY_ROLES', true)).toMatch(/must be ALL, or NONE/);
  expect(sessionParameterValueProblem('WEEK_START', true)).toBeUndefined();
});

test.each([
  // What Slipway sets itself.
  ['QUERY_TAG', /is set by Slipway/],
  ['query_tag', /is set by Slipway/],
  ['STATEMENT_TIMEOUT_IN_SECONDS', /use limits\.statement_timeout$/],
  ['MULTI_STATEMENT_COUNT', /one by one/],
  ['AUTOCOMMIT', /transactions itself/],
  ['ABORT_DETACHED_QUERY', /found again/],
  // What belongs elsewhere.
  ['WAREHOUSE', /use the field warehouse$/],
  ['ROLE', /field of the environment/],
  ['DATABASE', /field of the environment/],
  ['SCHEMA', /field of the environment/],
  // What changes how results and names are read.
  ['DATE_OUTPUT_FORMAT', /TO_CHAR/],
  ['TIME_OUTPUT_FORMAT', /TO_CHAR/],
  ['TIMESTAMP_OUTPUT_FORMAT', /TO_CHAR/],
  ['TIMESTAMP_LTZ_OUTPUT_FORMAT', /TO_CHAR/],
  ['TIMESTAMP_NTZ_OUTPUT_FORMAT', /TO_CHAR/],
  ['TIMESTAMP_TZ_OUTPUT_FORMAT', /TO_CHAR/],
  ['BINARY_OUTPUT_FORMAT', /TO_CHAR/],
  ['GEOGRAPHY_OUTPUT_FORMAT', /ST_ASWKT/],
  ['GEOMETRY_OUTPUT_FORMAT', /ST_ASWKT/],
  ['ROWS_PER_RESULTSET', /write LIMIT/],
  ['QUOTED_IDENTIFIERS_IGNORE_CASE', /quotes names/],
  ['JS_TREAT_INTEGER_AS_BIGINT', /reads its results/],
  ['GO_QUERY_RESULT_FORMAT', /reads its results/],
  ['CLIENT_RESULT_COLUMN_CASE_INSENSITIVE', /reads its results/],
  ['CLIENT_SESSION_KEEP_ALIVE', /keeps sessions/],
  ['CLIENT_SESSION_KEEP_ALIVE_HEARTBEAT_FREQUENCY', /keeps sessions/],
  ['JS_DRIVER_DISABLE_OCSP_FOR_NON_SF_ENDPOINTS', /whom it talks to/],
  // What is no name.
  ['timezone', /as in TIMEZONE$/],
  ['Week_Start', /as in WEEK_START$/],
  ['A B', /as in TIMEZONE$/],
  ['1A', /as in TIMEZONE$/],
  ['X = 1; DROP TABLE T', /as in TIMEZONE$/],
  ['', /as in TIMEZONE$/],
])('%s is refused, with what to do instead', (name, reason) => {
  expect(sessionParameterProblem(name)).toMatch(reason);
});
