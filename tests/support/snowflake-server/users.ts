import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../src/main/engine/ports.ts';
import { sqlErrors } from './errors.ts';
import type { UserScript } from './options.ts';

/** Tokens that the account itself has given out, so that people are not asked again. */
interface Given {
  user: string;
  kind: 'id' | 'mfa' | 'oauth' | 'saml';
  expiresAtMs: number;
  /** Of `saml`: what the client that asked must show. */
  proofKey?: string;
}

const givenForMs = 4 * 60 * 60_000;

/** The users of the account and all that signs them in. */
export class Users {
  readonly #users: Map<string, UserScript>;
  readonly #given = new Map<string, Given>();
  readonly #clock: Clock;

  constructor(users: readonly UserScript[], clock: Clock) {
    this.#users = new Map(users.map(user => [user.name.toUpperCase(), { ...user }]));
    this.#clock = clock;
  }

  get all(): UserScript[] {
    return [...this.#users.values()];
  }

  find(login: unknown): UserScript | undefined {
    return typeof login === 'string' ? this.#users.get(login.toUpperCase()) : undefined;
  }

  rolesOf(name: string): readonly string[] {
    return [...(this.find(name)?.roles ?? []), 'PUBLIC'];
  }

  grant(name: string, role: string, gives: boolean): void {
    const user = this.find(name);
    if (user === undefined) throw sqlErrors.missing('User', name);
    const others = (user.roles ?? []).filter(other => other !== role);
    user.roles = gives ? [...others, role] : others;
  }

  byAccessToken(
    token: unknown,
  ): { user: UserScript; role: string | undefined; expired: boolean } | undefined {
    for (const user of this.#users.values()) {
      const found = user.accessTokens?.find(candidate => candidate.token === token);
      if (found) return { user, role: found.role, expired: this.#isOver(found.expiresAtMs) };
    }
    return undefined;
  }

  byOauthToken(token: unknown): { user: UserScript; role: string | undefined; expired: boolean } | undefined {
    for (const user of this.#users.values()) {
      const found = user.oauthTokens?.find(candidate => candidate.token === token);
      if (found) return { user, role: found.role, expired: this.#isOver(found.expiresAtMs) };
    }
    const given = this.#given.get(String(token));
    const user = given?.kind === 'oauth' ? this.find(given.user) : undefined;
    return user && { user, role: undefined, expired: this.#isOver(given?.expiresAtMs) };
  }

  byOauthClient(id: string | null, secret: string | null): { user: UserScript; seconds: number } | undefined {
    for (const user of this.#users.values()) {
      const found = user.oauthClients?.find(client => client.id === id && client.secret === secret);
      if (found) return { user, seconds: found.lifetimeSeconds ?? 600 };
    }
    return undefined;
  }

  give(kind: Given['kind'], user: string, lifetimeMs: number = givenForMs, proofKey?: string): string {
    const token = randomBytes(48).toString('base64url');
    const given: Given = { user, kind, expiresAtMs: this.#clock.now() + lifetimeMs };
    if (proofKey !== undefined) given.proofKey = proofKey;
    this.#given.set(token, given);
    return token;
  }

  /** Whether a token was given to this user and still counts. */
  isGiven(kind: Given['kind'], user: string, token: unknown, proofKey?: string): boolean {
    const given = this.#given.get(String(token));
    return (
      given?.kind === kind &&
      given.user === user &&
      given.proofKey === proofKey &&
      !this.#isOver(given.expiresAtMs)
    );
  }

  /** Tokens of a kind count no more, as after a change of policy. */
  forget(kind: Given['kind']): void {
    for (const [token, given] of this.#given) if (given.kind === kind) this.#given.delete(token);
  }

  /** Of tokens that are good once. */
  take(token: unknown): void {
    this.#given.delete(String(token));
  }

  #isOver(expiresAtMs: number | undefined): boolean {
    return expiresAtMs !== undefined && this.#clock.now() >= expiresAtMs;
  }
}
