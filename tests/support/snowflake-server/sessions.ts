import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../src/main/engine/ports.ts';
import { sessionErrors } from './errors.ts';
import type { LakeSession } from './lake.ts';

/** What a client holds after signing in; both tokens are opaque to it. */
export interface Session {
  readonly id: number;
  readonly user: string;
  role: string;
  /** Whether all other roles of the user count too. */
  secondaryRoles: boolean;
  warehouse: string | null;
  database: string | null;
  schema: string | null;
  /** By upper-case name; those of the session alone. */
  readonly parameters: Map<string, string>;
  sessionToken: string;
  masterToken: string;
  sessionExpiresAtMs: number;
  masterExpiresAtMs: number;
  ended: boolean;
  lastQueryId: string | null;
  readonly lake: LakeSession;
}

export interface Validity {
  sessionSeconds: number;
  masterSeconds: number;
}

export interface NewSession {
  user: string;
  role: string;
  secondaryRoles: boolean;
  warehouse: string | null;
  database: string | null;
  schema: string | null;
  parameters: Map<string, string>;
  lake: LakeSession;
}

/** All sessions there ever were, by their tokens. */
export class Sessions {
  readonly all: Session[] = [];
  readonly validity: Validity;
  readonly #clock: Clock;
  readonly #bySessionToken = new Map<string, Session>();
  readonly #byMasterToken = new Map<string, Session>();
  #lastId = 17_200_000_000;

  constructor(clock: Clock, validity: Validity) {
    this.#clock = clock;
    this.validity = validity;
  }

  open(fields: NewSession): Session {
    const session: Session = {
      ...fields,
      id: ++this.#lastId,
      sessionToken: '',
      masterToken: '',
      sessionExpiresAtMs: 0,
      masterExpiresAtMs: 0,
      ended: false,
      lastQueryId: null,
    };
    this.#issue(session);
    this.all.push(session);
    return session;
  }

  /** Of a request's session token. `stranger` where no session ever had it, which a right client cannot send. */
  find(token: string): Session | 'stranger' {
    const session = this.#bySessionToken.get(token);
    if (session === undefined) return 'stranger';
    if (session.ended) throw sessionErrors.gone();
    if (token !== session.sessionToken || this.#clock.now() >= session.sessionExpiresAtMs) {
      throw sessionErrors.tokenExpired();
    }
    return session;
  }

  findByMaster(token: string): Session | 'stranger' {
    const session = this.#byMasterToken.get(token);
    if (session === undefined) return 'stranger';
    if (session.ended) throw sessionErrors.gone();
    if (token !== session.masterToken) throw sessionErrors.masterInvalid();
    if (this.#clock.now() >= session.masterExpiresAtMs) throw sessionErrors.masterExpired();
    return session;
  }

  /** A session that had this token at some time, even if it ended. */
  ofToken(token: string): Session | undefined {
    return this.#bySessionToken.get(token);
  }

  isMasterToken(token: string): boolean {
    return this.#byMasterToken.has(token);
  }

  renew(session: Session): void {
    this.#issue(session);
  }

  /** Makes the tokens of a session count no more, or of all of them; `master` ends both kinds. */
  expire(what: 'session' | 'master', only?: Session): void {
    const now = this.#clock.now();
    for (const session of only === undefined ? this.all : [only]) {
      session.sessionExpiresAtMs = now;
      if (what === 'master') session.masterExpiresAtMs = now;
    }
  }

  #issue(session: Session): void {
    const now = this.#clock.now();
    session.sessionToken = token('1');
    session.masterToken = token('2');
    session.sessionExpiresAtMs = now + this.validity.sessionSeconds * 1_000;
    session.masterExpiresAtMs = now + this.validity.masterSeconds * 1_000;
    this.#bySessionToken.set(session.sessionToken, session);
    this.#byMasterToken.set(session.masterToken, session);
  }
}

function token(hint: string): string {
  return `ver:3-hint:${hint}-${randomBytes(48).toString('base64')}`;
}
