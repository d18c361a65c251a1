import { createRequire } from 'node:module';
import type { Server } from 'node:net';
import type { Redaction } from '../../system/redaction.ts';
import { driverLogClass } from './driver-log.ts';
import type { ConnectionOptions, DriverConnection, DriverCore, HttpClient } from './driver-types.ts';
import { guarded, type HttpClientClass, Wire } from './http-guard.ts';

/** The driver, loaded and tamed. */
export interface Driver {
  readonly wire: Wire;
  connect(options: ConnectionOptions): DriverConnection;
  /** A connection with the tokens of another, and nothing of what signed that one in. */
  restore(options: ConnectionOptions, serialized: string): DriverConnection;
  /** An HTTP client as connections have one, for what is asked before signing in. */
  http(config: HttpConfig): HttpClient;
}

export interface HttpConfig {
  accessUrl: string;
  host: string;
  proxy: ProxyOptions | undefined;
  timeoutMs: number;
}

export interface ProxyOptions {
  host: string;
  port: number;
  protocol: 'http';
}

/** Where the driver keeps the tokens that spare people the next sign-in. */
export interface TokenStore {
  read(key: string): Promise<string | null>;
  write(key: string, token: string): Promise<void>;
  remove(key: string): Promise<void>;
}

export interface DriverOptions {
  logDirectory: string;
  redaction: Redaction;
  tokens: TokenStore;
  /** Whether HTTPS_PROXY and NO_PROXY of the environment hold. */
  useEnvironmentProxy: boolean;
}

/**
 * Loads snowflake-sdk, which takes 0.3 s and 60 MB and is done when it is first needed. It is taken in parts, by the seam that
 * its own `index.js` uses: so it gets an HTTP client and a log of ours, and a description of this machine that says no more
 * than the version of Node. The parts are internal; the version is pinned, and tests fail where they have moved.
 */
export function loadDriver({ logDirectory, redaction, tokens, useEnvironmentProxy }: DriverOptions): Driver {
  prepareEnvironment();
  const require = createRequire(import.meta.url);
  const load = (path: string) => require(`snowflake-sdk/${path}`) as Record<string, unknown>;

  const wire = new Wire();
  const { version } = load('package.json') as { version: string };
  const axios = load('dist/lib/http/axios_instance.js')['default'] as { defaults: Record<string, unknown> };
  // A redirect would be sent what signs in, wherever it leads.
  axios.defaults['maxRedirects'] = 0;
  listenHereAlone(load('dist/lib/authentication/authentication_util.js') as unknown as Callbacks);
  const httpClientClass = guarded(load('dist/lib/http/node.js')['NodeHttpClient'] as HttpClientClass, wire);
  const createCore = load('dist/lib/core.js') as unknown as (options: object) => DriverCore;
  const core = createCore({
    httpClientClass,
    loggerClass: driverLogClass(logDirectory, redaction),
    client: { name: 'snowflake-sdk', version, environment: clientEnvironment() },
  });
  core.configure({
    // A cell that is no JSON would be run as a program. Ours do not get that far; see `rawCells`.
    jsonColumnVariantParser: (text: string) => text,
    xmlColumnVariantParser: (text: string) => text,
    // The driver's check of certificates against revocation passes whatever it cannot find out, asks certificate authorities
    // without encryption and leaves files in the user's home. TLS itself is checked as ever.
    disableOCSPChecks: true,
    useEnvProxy: useEnvironmentProxy,
    customCredentialManager: { ...tokens },
  });
  return {
    wire,
    connect: options => core.createConnection(options),
    restore: (options, serialized) => core.deserializeConnection(options, serialized),
    http: config => new httpClientClass({ ...config, ...httpMethods(config) }),
  };
}

interface Callbacks {
  createServer: (...args: unknown[]) => Server;
}

/** Where the browser comes back to after single sign-on: the driver would listen to the whole network for it. */
function listenHereAlone(callbacks: Callbacks): void {
  const { createServer } = callbacks;
  callbacks.createServer = (...args) => {
    const server = createServer(...args);
    const listen = server.listen.bind(server) as (options: object) => Server;
    // By the name in the address that the browser is sent to, which may be of either family.
    server.listen = (port: unknown) => listen({ port, host: 'localhost' });
    return server;
  };
}

/** What the driver looks at while it is loaded, and later. */
function prepareEnvironment(): void {
  const { env } = process;
  // It would ask the metadata addresses of cloud providers where it runs.
  env['SNOWFLAKE_DISABLE_PLATFORM_DETECTION'] = 'true';
  // It would tell its maker how accounts are written.
  env['SF_TELEMETRY_DISABLE_CONNECTION_SHAPE'] = '1';
  // A native library that does nothing yet but be loaded, and be reported when it cannot be.
  env['SNOWFLAKE_DISABLE_MINICORE'] = 'true';
  // They would read files of this machine and send or follow what is in them, or switch TLS's checks off.
  for (const name of [
    'SNOWFLAKE_RUNNING_INSIDE_SPCS',
    'SF_CLIENT_CONFIG_FILE',
    'NODE_TLS_REJECT_UNAUTHORIZED',
  ]) {
    delete env[name];
  }
}

/** Sent when signing in. What is not named here the driver would fill in itself, with paths of this machine. */
function clientEnvironment(): Record<string, unknown> {
  return {
    NODE: process.versions.node,
    APPLICATION_PATH: 'slipway',
    OS_DETAILS: null,
    CORE_LOAD_ERROR: null,
    CORE_FILE_NAME: null,
  };
}

/** What an HTTP client asks of a connection's configuration. */
function httpMethods({ proxy, timeoutMs }: HttpConfig) {
  return {
    agentCache: new Map(),
    crlValidatorConfig: { checkMode: 'DISABLED' },
    getProxy: () => proxy,
    getTimeout: () => timeoutMs,
    describeIdentityAttributes: () => '',
  };
}
