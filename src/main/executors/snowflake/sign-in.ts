import type { SnowflakeConnection } from '../../../shared/contract/connections.ts';
import { parseDuration } from '../../../shared/domain/duration.ts';
import { tokenName } from '../../../shared/domain/connection-secrets.ts';
import { displayName } from '../../../shared/domain/relation.ts';
import type { Redaction } from '../../system/redaction.ts';
import type { AskSecret } from '../backend.ts';
import { type Account, accountOf, assertTrusted } from './account.ts';
import { openBrowser } from './browser.ts';
import { credentials } from './credentials.ts';
import { type Driver, loadDriver } from './driver.ts';
import type { ConnectionOptions, DriverConnection, DriverError } from './driver-types.ts';
import type { ErrorContext } from './error-context.ts';
import { asDriverError, toExecutionError, troubleOf, Unanswered } from './errors.ts';
import { mayPass } from './network-errors.ts';
import { doubling, type Patience, pause, within } from './patience.ts';
import { causeOnTheWay } from './sign-in-causes.ts';
import { tokenStore } from './token-store.ts';

/** Where a session is to begin; names as the catalogue stores them. */
export interface SignInPlace {
  role: string | null;
  warehouse: string | null;
  database: string | null;
  schema: string | null;
}

export interface SignInOptions {
  definition: SnowflakeConnection;
  trustedHosts: string[];
  logDirectory: string;
  askSecret: AskSecret;
  redaction: Redaction;
  patience: Patience;
}

/** Codes by which Snowflake turns down a token of a second device that was kept. */
const staleMfaCodes = new Set(['390100', '390120', '390127', '390128', '390129', '390195']);

/** Opens connections of one account. The driver is loaded with the first. */
export class SignIn {
  readonly account: Account;
  private readonly options: SignInOptions;
  private loaded: Driver | undefined;
  /** Sign-ins that a person approves are done one after the other: the first leaves a token for the others. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(options: SignInOptions) {
    this.options = options;
    this.account = accountOf(options.definition);
  }

  /** Throws `host_not_trusted`: nothing was loaded, asked for or sent by then. */
  get driver(): Driver {
    const { definition, trustedHosts, logDirectory, askSecret, redaction } = this.options;
    assertTrusted(definition, trustedHosts);
    this.loaded ??= loadDriver({
      logDirectory,
      redaction,
      tokens: tokenStore(definition, askSecret, redaction),
      useEnvironmentProxy: !this.account.local,
    });
    return this.loaded;
  }

  /** What errors of this connection are told with. */
  context(more: Partial<ErrorContext> = {}): ErrorContext {
    return {
      name: this.options.definition.name,
      host: new URL(this.account.accessUrl).host,
      clockAheadMs: this.loaded?.wire.clockAheadMs ?? null,
      ...more,
    };
  }

  /** Signs in. The connection that is returned has tokens of a session, and nothing of what signed in. */
  async open(place: SignInPlace): Promise<DriverConnection> {
    // Before anything is asked for.
    void this.driver;
    if (!this.needsApproval) return await this.attempt(place);
    const own = this.turn.then(() => this.attempt(place));
    this.turn = own.catch(() => {});
    return await own;
  }

  private get needsApproval(): boolean {
    const { authenticator, mfa } = this.options.definition;
    return authenticator === 'external_browser' || (authenticator === 'password' && mfa !== false);
  }

  private async attempt(place: SignInPlace): Promise<DriverConnection> {
    const { definition, askSecret, redaction, patience } = this.options;
    const limit = definition.network?.sign_in_timeout;
    const limitMs =
      (limit === undefined ? undefined : parseDuration(limit)) ??
      (this.needsApproval ? patience.approvalMs : patience.signInMs);
    const until = performance.now() + limitMs;
    const waits = doubling(patience.retryFirstMs, patience.retryMaxMs);
    let mfaTokenTried = false;
    let reason: unknown;
    for (;;) {
      try {
        const secrets = await credentials(definition, askSecret, redaction);
        return await this.connect(place, secrets, until - performance.now());
      } catch (cause) {
        const left = until - performance.now();
        if (!mfaTokenTried && (await this.forgetMfaToken(cause))) {
          mfaTokenTried = true;
          continue;
        }
        // The end of the time says less than what went wrong before it.
        reason = cause instanceof Unanswered ? (reason ?? cause) : cause;
        const { value: waitMs } = waits.next();
        if (troubleOf(cause) !== 'network' || !mayPass(asDriverError(cause)) || left <= waitMs) {
          throw toExecutionError(reason, redaction, this.context());
        }
        await pause(waitMs);
      }
    }
  }

  private async connect(
    place: SignInPlace,
    secrets: ConnectionOptions,
    limitMs: number,
  ): Promise<DriverConnection> {
    const stuck = Promise.withResolvers<never>();
    const connection = this.driver.connect({
      ...this.plain(place),
      ...secrets,
      // One try: what follows it is up to `attempt`, which signs anew for each.
      sfRetryMaxLoginRetries: 0,
      timeout: Math.max(1, Math.round(limitMs)),
      browserActionTimeout: Math.max(1, Math.round(limitMs)),
      openExternalBrowserCallback: (url: string) => void openBrowser(url).catch(stuck.reject),
    });
    const connected = new Promise<void>((resolve, reject) => {
      const done = (error?: DriverError) => (error ? reject(error) : resolve());
      connection.connectAsync(done).catch(reject);
    });
    try {
      const late = () => new Unanswered('it did not answer in time');
      await within(limitMs, Promise.race([connected, stuck.promise]), late);
    } catch (cause) {
      connected.catch(() => {});
      throw causeOnTheWay(cause, this.options.definition);
    }
    clearInterval(connection.keepalive);
    return this.driver.restore(this.plain(place), connection.serialize());
  }

  /** The options of a connection without what signs it in. */
  private plain(place: SignInPlace): ConnectionOptions {
    const { definition, patience } = this.options;
    const { accessUrl, proxy } = this.account;
    const named = Object.entries(place).filter(([, name]) => name !== null) as [string, string][];
    return {
      account: definition.account,
      accessUrl,
      application: 'Slipway',
      ...(proxy && { proxyHost: proxy.host, proxyPort: proxy.port, proxyProtocol: proxy.protocol }),
      ...Object.fromEntries(named.map(([field, name]) => [field, displayName(name)])),
      timeout: patience.requestMs,
      disableQueryContextCache: true,
      rowMode: 'array',
      streamResult: true,
    };
  }

  /** A token of the second device that is no good is removed, so that the device is asked. True when there was one. */
  private async forgetMfaToken(cause: unknown): Promise<boolean> {
    const { definition, askSecret } = this.options;
    if (definition.authenticator !== 'password' || definition.mfa === false) return false;
    if (!staleMfaCodes.has(String(asDriverError(cause).code))) return false;
    const name = tokenName(definition, 'mfa');
    if ((await askSecret({ op: 'get', name })) === null) return false;
    await askSecret({ op: 'delete', name });
    return true;
  }
}
