import type { Clock } from '../../../src/main/engine/ports.ts';
import { html, json, type Reply, type Request, success, textOf, violation } from './http.ts';
import type { ServerLog } from './log.ts';
import type { Users } from './users.ts';
import { randomBytes } from 'node:crypto';

/** The identity provider beside the account: it gives out access tokens, and signs people in in their browsers. */
export interface Identity {
  users: Users;
  log: ServerLog;
  clock: Clock;
  address: () => string;
}

/** `POST /oauth/token-request`: client credentials (RFC 6749, 4.4), the client named in the body or in Basic. */
export function tokenRequest({ users }: Identity, request: Request): Reply {
  if (request.method !== 'POST') violation('POST is expected');
  if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    violation('the token endpoint takes a form');
  }
  const form = new URLSearchParams(request.text);
  if (form.get('grant_type') !== 'client_credentials') return oauthError('unsupported_grant_type', 400);
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const [id, secret] =
    basic === undefined
      ? [form.get('client_id'), form.get('client_secret')]
      : Buffer.from(basic, 'base64').toString('utf8').split(':').map(decodeURIComponent);
  const client = users.byOauthClient(id ?? null, secret ?? null);
  if (client === undefined) return oauthError('invalid_client', 401);
  return json({
    access_token: users.give('oauth', client.user.name.toUpperCase(), client.seconds * 1_000),
    token_type: 'Bearer',
    expires_in: client.seconds,
  });
}

function oauthError(error: string, status: number): Reply {
  return json({ error, error_description: `the token endpoint answers ${error}` }, status);
}

/** `POST /session/authenticator-request`: where to sign in, and the proof key that the client must show afterwards. */
export function authenticatorRequest({ users, address }: Identity, request: Request): Reply {
  const data = request.body['data'] as Record<string, unknown> | undefined;
  if (request.method !== 'POST' || data === undefined) violation('data is missing');
  const port = textOf(data['BROWSER_MODE_REDIRECT_PORT']);
  if (!/^\d+$/.test(port)) violation('BROWSER_MODE_REDIRECT_PORT is missing');
  if (data['AUTHENTICATOR'] !== 'EXTERNALBROWSER') violation('AUTHENTICATOR must be EXTERNALBROWSER');
  const user = users.find(data['LOGIN_NAME']);
  const proofKey = randomBytes(32).toString('base64');
  const query = new URLSearchParams({
    login_name: user?.name ?? textOf(data['LOGIN_NAME']),
    proof_key: proofKey,
    browser_mode_redirect_port: port,
  });
  return success({ ssoUrl: `${address()}/console/login?${query.toString()}`, proofKey, tokenUrl: null });
}

/** `GET /console/login`: what the browser opens. Who comes here is signed in and sent on to the waiting client. */
export function browserSignIn({ users, log }: Identity, request: Request): Reply {
  const { params } = request;
  const user = users.find(params.get('login_name'));
  const port = params.get('browser_mode_redirect_port') ?? '';
  const proofKey = params.get('proof_key') ?? '';
  if (!/^\d+$/.test(port) || proofKey === '') violation('the address of the sign-in page is not right');
  if (user === undefined || user.type === 'service') {
    return html('<h1>There is no such person</h1>', 403);
  }
  log.prompt({ user: user.name.toUpperCase(), kind: 'browser' });
  const token = users.give('saml', user.name.toUpperCase(), 60_000, proofKey);
  return html('', 302, { location: `http://localhost:${port}/?token=${token}` });
}
