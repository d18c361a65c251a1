import type { Catalog, Securable } from './catalog.ts';
import type { Access } from './access.ts';
import type { Clock } from '../../../src/main/engine/ports.ts';
import { SnowflakeError, signInErrors } from './errors.ts';
import type { Faults } from './faults.ts';
import { html, type Reply, type Request, success, textOf, violation } from './http.ts';
import { checkJwt } from './keys.ts';
import type { Lake } from './lake.ts';
import type { ServerLog } from './log.ts';
import type { UserScript } from './options.ts';
import type { Parameters } from './parameters.ts';
import type { Sessions } from './sessions.ts';
import { serverVersion } from './sql/substitute.ts';
import type { Users } from './users.ts';

export interface SignIn {
  account: string;
  users: Users;
  catalog: Catalog;
  access: Access;
  sessions: Sessions;
  parameters: Parameters;
  lake: Lake;
  faults: Faults;
  log: ServerLog;
  clock: Clock;
}

/** Who signed in, and what the answer brings besides the session. */
interface Proven {
  user: UserScript;
  /** A token may be good for one role only. */
  role?: string | undefined;
  extra?: Record<string, unknown>;
}

/** Sent by the driver whatever the authenticator; each authenticator adds its own. */
const common = [
  'ACCOUNT_NAME',
  'LOGIN_NAME',
  'AUTHENTICATOR',
  'CLIENT_APP_ID',
  'CLIENT_APP_VERSION',
  'CLIENT_ENVIRONMENT',
  'SESSION_PARAMETERS',
];

const own: Record<string, string[]> = {
  SNOWFLAKE: ['PASSWORD'],
  USERNAME_PASSWORD_MFA: ['PASSWORD', 'TOKEN', 'EXT_AUTHN_DUO_METHOD', 'PASSCODE', 'passcodeInPassword'],
  SNOWFLAKE_JWT: ['TOKEN'],
  OAUTH: ['TOKEN'],
  PROGRAMMATIC_ACCESS_TOKEN: ['TOKEN'],
  EXTERNALBROWSER: ['TOKEN', 'PROOF_KEY'],
  ID_TOKEN: ['TOKEN'],
};

/** `POST /session/v1/login-request`. */
export async function login(server: SignIn, request: Request): Promise<Reply> {
  const data = object(request.body['data']);
  if (data === null) violation('data is missing');
  if (request.headers.authorization !== undefined) violation('nobody has a token before signing in');
  const account = data['ACCOUNT_NAME'];
  if (typeof account !== 'string') violation('ACCOUNT_NAME is missing');
  if (account.toUpperCase() !== server.account.toUpperCase()) return notFound();
  const authenticator = textOf(data['AUTHENTICATOR'] ?? 'SNOWFLAKE').toUpperCase();
  const allowed = own[authenticator];
  if (allowed === undefined) throw signInErrors.authenticator(authenticator);
  for (const key of Object.keys(data)) {
    if (![...common, ...allowed].includes(key)) violation(`${authenticator} knows no field ${key}`);
  }
  const proven = prove(server, authenticator, data);
  if (proven.user.disabled) throw signInErrors.disabled();
  return openSession(server, request, proven, object(data['SESSION_PARAMETERS']) ?? {});
}

/** Snowflake has a host for each account: that of another answers so. */
function notFound(): Reply {
  return html('404 Not Found', 404);
}

function prove(server: SignIn, authenticator: string, data: Record<string, unknown>): Proven {
  const user = server.users.find(data['LOGIN_NAME']);
  switch (authenticator) {
    case 'SNOWFLAKE_JWT':
      return proveKey(server, user, data);
    case 'PROGRAMMATIC_ACCESS_TOKEN':
      return proveAccessToken(server, data['TOKEN'], data['LOGIN_NAME']);
    case 'OAUTH':
      return proveOauth(server, data);
    case 'EXTERNALBROWSER':
      return proveBrowser(server, user, data);
    case 'ID_TOKEN':
      if (user === undefined || !server.users.isGiven('id', user.name, data['TOKEN'])) {
        throw signInErrors.idToken();
      }
      return { user };
    default:
      return provePassword(server, authenticator, user, data);
  }
}

function proveKey(server: SignIn, user: UserScript | undefined, data: Record<string, unknown>): Proven {
  const { TOKEN: token, LOGIN_NAME: name, ACCOUNT_NAME: account } = data;
  if (typeof token !== 'string') violation('TOKEN is missing');
  if (user === undefined) throw signInErrors.jwt('JWT_TOKEN_INVALID_USER_IN_ISSUER');
  checkJwt(
    token,
    {
      account: String(account),
      user: String(name),
      publicKeys: user.publicKeys ?? [],
      nowMs: server.clock.now() + server.faults.clockSkewMs,
    },
    violation,
  );
  return { user };
}

function proveAccessToken(server: SignIn, token: unknown, login: unknown): Proven {
  const found = server.users.byAccessToken(token);
  if (found === undefined) throw signInErrors.accessToken();
  if (found.expired) throw signInErrors.accessTokenExpired();
  if (typeof login === 'string' && server.users.find(login) !== found.user) throw signInErrors.accessToken();
  return { user: found.user, role: found.role };
}

function proveOauth(server: SignIn, data: Record<string, unknown>): Proven {
  const found = server.users.byOauthToken(data['TOKEN']);
  if (found === undefined) throw signInErrors.oauth('unknown token');
  if (found.expired) throw signInErrors.oauthExpired('expired');
  const login = data['LOGIN_NAME'];
  if (typeof login === 'string' && login !== '' && server.users.find(login) !== found.user) {
    throw new SnowflakeError(
      '390309',
      '08001',
      'The user you were trying to authenticate as differs from the user tied to the access token.',
    );
  }
  return { user: found.user, role: found.role };
}

function proveBrowser(server: SignIn, user: UserScript | undefined, data: Record<string, unknown>): Proven {
  const { TOKEN: token, PROOF_KEY: proofKey } = data;
  if (user === undefined || typeof proofKey !== 'string') throw signInErrors.saml();
  if (!server.users.isGiven('saml', user.name, token, proofKey)) throw signInErrors.saml();
  server.users.take(token);
  const wanted = object(data['SESSION_PARAMETERS'])?.['CLIENT_STORE_TEMPORARY_CREDENTIAL'] === true;
  return { user, extra: wanted ? given('idToken', server.users.give('id', user.name)) : {} };
}

function provePassword(
  server: SignIn,
  authenticator: string,
  user: UserScript | undefined,
  data: Record<string, unknown>,
): Proven {
  let password = data['PASSWORD'];
  // A programmatic access token goes wherever a password does.
  if (authenticator === 'SNOWFLAKE' && server.users.byAccessToken(password) !== undefined) {
    return proveAccessToken(server, password, data['LOGIN_NAME']);
  }
  let passcode = data['PASSCODE'];
  if (data['passcodeInPassword'] === true && typeof password === 'string') {
    passcode = password.slice(-6);
    password = password.slice(0, -6);
  }
  if (user?.password === undefined || user.password !== password) throw signInErrors.password();
  if (user.type === 'service') throw signInErrors.passwordRefused();
  const { mfa } = user;
  if (mfa === undefined) {
    if (authenticator === 'USERNAME_PASSWORD_MFA') throw signInErrors.mfaEnrol();
    return { user };
  }
  const method = data['EXT_AUTHN_DUO_METHOD'];
  if (!server.users.isGiven('mfa', user.name, data['TOKEN'])) {
    if (method === 'passcode') {
      if (passcode !== mfa.passcode) throw signInErrors.mfaPasscode();
    } else {
      server.log.prompt({ user: user.name, kind: 'second device' });
      if (mfa.push !== 'approve') throw signInErrors.mfaDenied();
    }
  }
  const wanted = object(data['SESSION_PARAMETERS'])?.['CLIENT_REQUEST_MFA_TOKEN'] === true;
  return { user, extra: wanted ? given('mfaToken', server.users.give('mfa', user.name)) : {} };
}

function given(name: string, token: string): Record<string, unknown> {
  return { [name]: token, [`${name}ValidityInSeconds`]: 4 * 60 * 60 };
}

async function openSession(
  server: SignIn,
  request: Request,
  { user, role: bound, extra }: Proven,
  asked: Record<string, unknown>,
): Promise<Reply> {
  const { params } = request;
  const parameters = new Map<string, string>();
  for (const [name, value] of Object.entries({ ...user.parameters, ...asked })) {
    const upper = name.toUpperCase();
    parameters.set(upper, server.parameters.check(upper, value));
  }
  const named = (name: string) => params.get(name)?.replace(/^"(.*)"$/, '$1');
  const fold = (name: string) => {
    const written = params.get(name);
    return written === null || written.startsWith('"') ? named(name) : written.toUpperCase();
  };
  const role = roleOf(server, user, fold('roleName'), bound);
  const strict = parameters.get('CLIENT_VALIDATE_DEFAULT_PARAMETERS') === 'true';
  const place = surroundings(server, user, role, strict, {
    warehouse: fold('warehouse'),
    database: fold('databaseName'),
    schema: fold('schemaName'),
  });
  const session = server.sessions.open({
    user: user.name.toUpperCase(),
    role,
    // As accounts have it: DEFAULT_SECONDARY_ROLES is ('ALL').
    secondaryRoles: true,
    ...place,
    parameters,
    lake: await server.lake.connect(),
  });
  return success({
    masterToken: session.masterToken,
    token: session.sessionToken,
    validityInSeconds: server.sessions.validity.sessionSeconds,
    masterValidityInSeconds: server.sessions.validity.masterSeconds,
    displayUserName: session.user,
    serverVersion,
    firstLogin: false,
    remMeToken: null,
    remMeValidityInSeconds: 0,
    healthCheckInterval: 45,
    newClientForUpgrade: null,
    sessionId: session.id,
    parameters: server.parameters.wire(parameters),
    sessionInfo: {
      databaseName: session.database,
      schemaName: session.schema,
      warehouseName: session.warehouse,
      roleName: session.role,
    },
    idToken: null,
    idTokenValidityInSeconds: 0,
    responseData: null,
    mfaToken: null,
    mfaTokenValidityInSeconds: 0,
    ...extra,
  });
}

function roleOf(
  server: SignIn,
  user: UserScript,
  asked: string | undefined,
  bound: string | undefined,
): string {
  const role = asked ?? bound ?? user.defaultRole ?? 'PUBLIC';
  const known = server.catalog.roles.has(role);
  const granted = server.access.closure(server.users.rolesOf(user.name)).has(role);
  if (!known || !granted || (bound !== undefined && bound !== role)) throw signInErrors.role(role);
  return role;
}

/** What is missing or not granted is left out, unless the client asked to be told. */
function surroundings(
  { catalog, access }: SignIn,
  user: UserScript,
  role: string,
  strict: boolean,
  asked: { warehouse: string | undefined; database: string | undefined; schema: string | undefined },
) {
  const actor = { role, others: user.roles ?? [] };
  const allowed = (what: string, name: string | undefined, found: Securable | undefined) => {
    if (name === undefined) return null;
    if (found !== undefined && access.has(actor, 'USAGE', found)) return found.name;
    if (strict) throw signInErrors.missing(what);
    return null;
  };
  const warehouseName = asked.warehouse ?? user.defaultWarehouse;
  const warehouse = allowed('warehouse', warehouseName, catalog.warehouses.get(warehouseName ?? ''));
  const database = allowed('database', asked.database, catalog.databases.get(asked.database ?? ''));
  const schemaName = asked.schema ?? (database === null ? undefined : 'PUBLIC');
  const schema =
    database === null ? null : allowed('schema', schemaName, catalog.schema(database, schemaName ?? ''));
  return { warehouse, database, schema };
}

function object(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
}
