import * as z from 'zod';
import { authenticators, engineNames } from '../domain/engines.ts';
import { signInAddressProblem } from '../domain/hosts.ts';
import { secretKinds } from '../domain/secrets.ts';
import { description, duration, id, name, procedure, ref, secretName, time } from './common.ts';
import { secretState } from './secrets.ts';
import { nothing, strict } from './strict.ts';

const common = { name, description: description.optional() };

const duckdbConnection = strict({ ...common, engine: z.literal('duckdb') });

const signInAddress = z
  .string()
  .trim()
  .max(2_000)
  .superRefine((url, context) => {
    const problem = signInAddressProblem(url);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });

const snowflakeConnection = strict({
  ...common,
  engine: z.literal('snowflake'),
  account: z
    .string()
    .trim()
    .max(255)
    .regex(
      /^(?!.*\.snowflakecomputing\.)[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*$/,
      'must be the account identifier alone, as in myorg-myaccount or xy12345.eu-central-1: no address',
    )
    .describe('Account identifier, as in myorg-myaccount or xy12345.eu-central-1'),
  user: z.string().trim().min(1).max(255).optional().describe('Login name; OAuth can do without'),
  authenticator: z.enum(authenticators),
  secret: secretName
    .optional()
    .describe(
      'The secret that signs in: private key (PEM), token, client secret or password. Default: the name of the connection',
    ),
  passphrase_secret: secretName
    .optional()
    .describe('The secret that holds the passphrase of an encrypted private key'),
  mfa: z
    .boolean()
    .optional()
    .describe('Password only: approve the sign-in on a second device. Default: true'),
  oauth: strict({
    token_url: signInAddress.describe('Where the identity provider gives out tokens'),
    client_id: z.string().trim().min(1).max(500),
    scope: z.string().trim().min(1).max(500).optional(),
  })
    .optional()
    .describe('Of oauth_client_credentials'),
  access_url: signInAddress
    .optional()
    .describe('Address of the account where it is not the usual one: private link, emulator'),
  network: strict({
    proxy: z
      .string()
      .trim()
      .max(500)
      .regex(
        /^http:\/\/([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}$/,
        'must be as in http://proxy.example.com:8080, without user and password',
      )
      .optional()
      .describe('HTTP proxy. Without it, HTTPS_PROXY and NO_PROXY of the environment hold'),
    sign_in_timeout: duration.optional().describe('How long reaching and signing in may take. Default: 60s'),
  }).optional(),
}).superRefine((connection, context) => {
  const issue = (field: string, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message });
  const { authenticator, user, oauth, passphrase_secret, mfa } = connection;
  const isOauth = authenticator === 'oauth' || authenticator === 'oauth_client_credentials';
  if (user === undefined && !isOauth) issue('user', `must be given to sign in with ${authenticator}`);
  if (authenticator === 'oauth_client_credentials' && oauth === undefined) {
    issue('oauth', 'must be given with token_url and client_id to sign in with oauth_client_credentials');
  }
  if (authenticator !== 'oauth_client_credentials' && oauth !== undefined) {
    issue('oauth', 'is for the authenticator oauth_client_credentials alone');
  }
  if (authenticator !== 'key_pair' && passphrase_secret !== undefined) {
    issue('passphrase_secret', 'is for the authenticator key_pair alone');
  }
  if (authenticator !== 'password' && mfa !== undefined)
    issue('mfa', 'is for the authenticator password alone');
});

/** A connection as people write it. Each engine has its own fields; they hold names of secrets, never a secret. */
export const connectionDefinition = z.discriminatedUnion('engine', [duckdbConnection, snowflakeConnection]);
export type ConnectionDefinition = z.infer<typeof connectionDefinition>;
export type SnowflakeConnection = z.infer<typeof snowflakeConnection>;

export const connection = z.object({
  id,
  name,
  engine: z.enum(engineNames),
  description,
  definition: connectionDefinition,
  secrets: z
    .array(
      secretState.extend({
        field: z.enum(['secret', 'passphrase_secret']),
        name,
        kind: z.enum(secretKinds),
      }),
    )
    .describe('What it needs to sign in, and whether that is set; never a value'),
  foreign_hosts: z
    .array(z.object({ host: z.string(), trusted: z.boolean() }))
    .describe(
      "Hosts other than Snowflake's that it sends what signs in to; nothing is sent to one that is not trusted",
    ),
  legacy: z
    .string()
    .nullable()
    .describe('Why its way to sign in should be replaced; null where there is nothing to say'),
  environments: z.array(name).describe('Environments that use it'),
  revision: z.number().int().describe('Grows with every change'),
  created_at: time,
  updated_at: time,
});
export type Connection = z.infer<typeof connection>;

export const trustedHosts = z
  .array(z.string().trim().min(1).max(300))
  .max(10)
  .describe('Hosts, with their ports where they have one, that what signs in may be sent to');

export const connections = {
  list: procedure
    .route({ method: 'GET', path: '/connections' })
    .input(nothing)
    .output(z.object({ connections: z.array(connection) })),
  get: procedure
    .route({ method: 'GET', path: '/connections/{connection}' })
    .input(strict({ connection: ref }))
    .output(connection),
  apply: procedure
    .route({ method: 'PUT', path: '/connections', summary: 'Create or update by name' })
    .input(
      strict({
        definition: connectionDefinition,
        id: id.optional().describe('Update this one, which may rename it'),
        revision: z.number().int().optional().describe('Refuse unless it is still at this revision'),
      }),
    )
    .output(connection.extend({ created: z.boolean() })),
  trust: procedure
    .route({
      method: 'POST',
      path: '/connections/{connection}/trust',
      summary: "Allow what signs in to be sent to hosts that are not Snowflake's",
    })
    .input(strict({ connection: ref, hosts: trustedHosts.min(1) }))
    .output(connection),
  remove: procedure
    .route({ method: 'DELETE', path: '/connections/{connection}', summary: 'Delete one no environment uses' })
    .input(strict({ connection: ref }))
    .output(z.object({ removed: name })),
};
