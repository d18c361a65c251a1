import {
  abortQuery,
  abortRequest,
  chunk,
  type Endpoints,
  endSession,
  monitoring,
  queryRequest,
  queryResult,
  renew,
  sessionOf,
} from './endpoints.ts';
import { SnowflakeError, signInErrors } from './errors.ts';
import { checkRules, ProtocolViolation, type Reply, type Request, type Rules, success } from './http.ts';
import { authenticatorRequest, browserSignIn, type Identity, tokenRequest } from './identity.ts';
import { login, type SignIn } from './login.ts';
import type { Session } from './sessions.ts';

export interface Routes {
  endpoints: Endpoints;
  signIn: SignIn & Identity;
  /** Every request_guid that was seen. */
  guids: Set<string>;
}

const post = (params: string[], required: string[], keys?: string[]): Rules => ({
  method: 'POST',
  params,
  required,
  ...(keys === undefined ? {} : { keys }),
});
const get = (params: string[] = []): Rules => ({ method: 'GET', params, required: [] });

const rules = {
  login: post(['requestId', 'warehouse', 'databaseName', 'schemaName', 'roleName'], ['requestId'], ['data']),
  query: post(
    ['requestId'],
    ['requestId'],
    [
      'sqlText',
      'disableOfflineChunks',
      'bindings',
      'bindStage',
      'parameters',
      'isInternal',
      'queryContextDTO',
      'asyncExec',
      'describeOnly',
    ],
  ),
  result: get(['disableOfflineChunks']),
  monitoring: get(),
  abortQuery: post([], []),
  abortRequest: post([], [], ['requestId']),
  heartbeat: post(['requestId'], ['requestId']),
  renew: post([], [], ['requestType', 'oldSessionToken']),
  end: post(['delete', 'requestId'], ['delete', 'requestId']),
  telemetry: post([], [], ['logs']),
};

/** The answer of the endpoint that a request is for; throws a violation where there is none. */
export async function route({ endpoints, signIn, guids }: Routes, request: Request): Promise<Reply> {
  const { path } = request;
  const checked = (rule: Rules): Session => {
    checkRules(request, rule, guids);
    return sessionOf(endpoints, request);
  };
  switch (path) {
    case '/':
      // What a browser gets; who only wants to know whether there is an account asks for it, too.
      return {
        status: 200,
        body: '<!doctype html><title>Snowflake</title>',
        headers: { 'content-type': 'text/html' },
      };
    case '/oauth/token-request':
      return tokenRequest(signIn, request);
    case '/session/authenticator-request':
      return authenticatorRequest(signIn, request);
    case '/console/login':
      return browserSignIn(signIn, request);
    case '/session/v1/login-request':
      checkRules(request, rules.login, guids);
      try {
        return await login(signIn, request);
      } catch (cause) {
        // The driver signs in anew and then posts the very same request with the new token.
        const retries = cause instanceof SnowflakeError && cause.code === signInErrors.idToken().code;
        if (retries) guids.delete(request.params.get('request_guid') ?? '');
        throw cause;
      }
    case '/session/token-request':
      checkRules(request, rules.renew, guids);
      return renew(endpoints, request);
    case '/session/heartbeat':
      checked(rules.heartbeat);
      return success(null);
    case '/session':
      return endSession(endpoints, checked(rules.end));
    case '/telemetry/send':
      checked(rules.telemetry);
      return success('Log Received');
    case '/queries/v1/query-request':
      return await queryRequest(endpoints, checked(rules.query), request);
    case '/queries/v1/abort-request':
      return abortRequest(endpoints, checked(rules.abortRequest), request);
  }
  const [, first, id = '', last] = path.split('/');
  if (first === 'queries' && last === 'result')
    return await queryResult(endpoints, checked(rules.result), id);
  if (first === 'queries' && last === 'abort-request')
    return abortQuery(endpoints, checked(rules.abortQuery), id);
  if (first === 'monitoring' && id === 'queries')
    return monitoring(endpoints, checked(rules.monitoring), last ?? '');
  if (first === 'chunks') return chunk(endpoints, request, id, Number(last));
  throw new ProtocolViolation('there is no such endpoint');
}
