import type { KeychainStatus } from '../../../shared/contract/secrets.ts';
import type { KeychainState } from '../../../shared/domain/secrets.ts';

/** Why the keychain did not do what it was asked; the last is of one value alone. */
export type KeychainProblem = Exclude<KeychainState, 'ok'> | 'too_long';

/** What the client of the keychain throws. */
export class KeychainError extends Error {
  readonly problem: KeychainProblem;
  constructor(problem: KeychainProblem) {
    super(problemMessages[problem]);
    this.name = 'KeychainError';
    this.problem = problem;
  }
}

export const problemMessages: Record<KeychainProblem, string> = {
  none: 'There is no keychain on this machine, or none in this session',
  locked: 'The keychain of this machine is locked',
  denied: 'The keychain of this machine does not let Slipway in',
  silent: 'The keychain of this machine does not answer; it may be waiting for somebody to unlock it',
  failed: 'The keychain of this machine failed',
  too_long: 'The keychain of this machine takes no value that long',
};

/** What can be done about each. */
export const problemHints: Record<KeychainProblem, string> = {
  none: 'Keep secrets in a passphrase vault ("slipway vault create", where there is none yet), or give secrets as environment variables',
  locked: 'Unlock it, by signing in to the desktop, say, and try again',
  denied: 'Allow Slipway to use it, in its own dialog or settings, and try again',
  silent: 'Look for its dialog on the screen of the machine, answer it, and try again',
  failed:
    'Try again; otherwise keep secrets in a passphrase vault ("slipway vault create", where there is none yet)',
  too_long:
    'Keep it in a passphrase vault: "slipway vault create", then "slipway secret set NAME --in vault"',
};

export function statusOf(state: KeychainState): KeychainStatus {
  if (state === 'ok') return { state, message: 'The keychain answers', hint: null };
  return { state, message: problemMessages[state], hint: problemHints[state] };
}

/**
 * Which of the problems a failure of the library is: it tells them apart by its words alone, and so do the services below it.
 * Its text may hold more than it should and goes no further.
 */
export function classify(text: string): Exclude<KeychainProblem, 'silent'> {
  return kinds.find(([pattern]) => pattern.test(text))?.[1] ?? 'failed';
}

const kinds: readonly [RegExp, Exclude<KeychainProblem, 'silent'>][] = [
  [/longer than|too long|TooLong/i, 'too_long'],
  // The Secret Service; macOS without anybody to ask, as over SSH.
  [/object locked|is ?locked|prompt was dismissed|interaction is not allowed/i, 'locked'],
  // A policy of the bus; a person who said no on macOS.
  [/access ?denied|permission denied|auth ?failed|not permitted|canceled|passphrase you entered/i, 'denied'],
  // No bus, no service on it, a session without one; Windows without a user who signed in; no library for this machine.
  [
    /no dbus session|D-?Bus error|not provided by any|ServiceUnknown|NameHasNoOwner|NoServer|logon session|native binding|no default store|keychain could not be found/i,
    'none',
  ],
];
