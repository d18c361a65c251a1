import type { VaultStatus } from '../../../shared/contract/secrets.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { passphraseVariable } from '../../../shared/domain/secrets.ts';
import type { Clock, Vault } from '../../engine/ports.ts';
import { readVaultFile, withVaultLock, writeVaultFile } from './file.ts';
import {
  deriveKeys,
  fits,
  type Keys,
  newKdf,
  open,
  parse,
  sameKdf,
  seal,
  type Sealed,
  usualCost,
  VaultFileError,
  wipe,
} from './format.ts';
import { damagedError, lockedError, missingError, wrongPassphrase } from './problems.ts';

export interface VaultOptions {
  /** Absolute; its directory is made when the vault is. */
  file: string;
  clock: Clock;
  /** Opens the vault when something in it is first needed, where nobody can be asked; then it is forgotten. */
  passphrase?: string | undefined;
  /** Told of every passphrase and value that passes through, so that no text repeats them. */
  remember?: ((value: string) => void) | undefined;
  /** scrypt's N of a new vault, a power of two; for tests. */
  cost?: number;
}

/** The vault with what else the secrets need of it. */
export interface SecretVault extends Vault {
  /** Names of what it holds; null where there is no vault. Throws `unavailable` where it is damaged. */
  names(): Promise<string[] | null>;
  /** Undefined where it has none. Throws `unavailable` while it is locked. */
  get(name: string): Promise<string | undefined>;
  /** Throws `precondition` where there is no vault, `unavailable` while it is locked or cannot be written. */
  set(name: string, value: string): Promise<void>;
  /** False where it was not there. Throws as `set` does. */
  delete(name: string): Promise<boolean>;
}

/**
 * A passphrase vault. Only its keys are kept in memory, from unlocking to locking; its file is read for each use, since another
 * process of this user may have changed it.
 */
export function createVault(options: VaultOptions): SecretVault {
  const { file, clock, remember = () => {}, cost = usualCost } = options;
  let keys: Keys | null = null;
  /** Given at the start, and not yet tried. */
  let given = options.passphrase === undefined ? null : toBytes(options.passphrase);
  let givenIsWrong = false;
  /** Keys are made one after the other: each takes memory that a machine has not without end. */
  let queue: Promise<unknown> = Promise.resolve();

  if (options.passphrase !== undefined) remember(options.passphrase);

  function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const done = queue.then(work, work);
    queue = done.catch(() => {});
    return done;
  }

  /** Null where there is no file. Throws `unavailable` for a file that is no vault. */
  async function read(): Promise<Sealed | null> {
    let text: string | null;
    try {
      text = await readVaultFile(file);
    } catch (cause) {
      throw damagedError(file, `it cannot be read (${(cause as NodeJS.ErrnoException).code})`);
    }
    try {
      return text === null ? null : parse(text);
    } catch (cause) {
      throw fileError(cause);
    }
  }

  async function readExisting(): Promise<Sealed> {
    const sealed = await read();
    if (sealed === null) throw missingError(file);
    return sealed;
  }

  const fileError = (cause: unknown): unknown =>
    cause instanceof VaultFileError ? damagedError(file, cause.message, cause.reason) : cause;

  function contents(with_: Keys, sealed: Sealed): Record<string, string> {
    try {
      return open(with_, sealed);
    } catch (cause) {
      throw fileError(cause);
    }
  }

  function lock(): void {
    if (keys) wipe(keys);
    keys = null;
    given?.fill(0);
    given = null;
  }

  /** The keys of a vault, from a passphrase. Throws `auth` for a wrong one. */
  async function keysFor(passphrase: Buffer, sealed: Sealed): Promise<Keys> {
    const derived = await deriveKeys(passphrase, sealed.header.kdf);
    if (fits(derived, sealed)) {
      // What it holds must be readable before anybody relies on it.
      contents(derived, sealed);
      return derived;
    }
    wipe(derived);
    throw wrongPassphrase(file);
  }

  /** The keys where it is unlocked; what was given at the start is tried first. */
  async function currentKeys(sealed: Sealed): Promise<Keys | null> {
    if (given !== null) await oneAtATime(() => tryGiven(sealed));
    if (keys === null || sameKdf(keys.kdf, sealed.header.kdf)) return keys;
    // Somebody changed the passphrase meanwhile.
    lock();
    return null;
  }

  /** Those who come meanwhile wait for it in the queue, and find nothing more to try. */
  async function tryGiven(sealed: Sealed): Promise<void> {
    const passphrase = given;
    if (passphrase === null) return;
    try {
      const found = await keysFor(passphrase, sealed);
      // Unless it was locked meanwhile.
      if (given === passphrase) keys = found;
      else wipe(found);
    } catch (cause) {
      if (!(cause instanceof SlipwayError) || cause.code !== 'auth') throw cause;
      givenIsWrong = true;
    } finally {
      passphrase.fill(0);
      given = null;
    }
  }

  async function unlocked(sealed: Sealed): Promise<Keys> {
    const current = await currentKeys(sealed);
    if (current === null) throw lockedError(file, givenIsWrong);
    return current;
  }

  async function change<T>(work: (secrets: Record<string, string>) => T): Promise<T> {
    // What was given at the start is tried before: making keys takes too long for others to wait.
    await unlocked(await readExisting());
    return await withVaultLock(file, clock, async () => {
      const sealed = await readExisting();
      const current = await unlocked(sealed);
      const secrets = contents(current, sealed);
      const result = work(secrets);
      await writeVaultFile(file, seal(current, secrets));
      return result;
    });
  }

  return {
    async status(): Promise<VaultStatus> {
      try {
        const sealed = await read();
        if (sealed === null) {
          return { state: 'none', file, message: 'There is no vault', hint: null, secrets: [] };
        }
        const secrets = sealed.header.names;
        if ((await currentKeys(sealed)) !== null) {
          return { state: 'unlocked', file, message: 'The vault is unlocked', hint: null, secrets };
        }
        const { message, details } = lockedError(file, givenIsWrong);
        return { state: 'locked', file, message, hint: details.hint ?? null, secrets };
      } catch (cause) {
        if (!(cause instanceof SlipwayError)) throw cause;
        const { message, details } = cause;
        return { state: 'unusable', file, message, hint: details.hint ?? null, secrets: [] };
      }
    },

    async create(passphrase) {
      remember(passphrase);
      await oneAtATime(async () => {
        const bytes = toBytes(passphrase);
        const made = await deriveKeys(bytes, newKdf(cost)).finally(() => bytes.fill(0));
        try {
          await withVaultLock(file, clock, async () => {
            // Also for a file that is damaged: it may be what is left of somebody's secrets.
            if ((await readVaultFile(file)) !== null) {
              throw new SlipwayError('conflict', `There is a vault already: ${file}`, {
                hint: 'Unlock it; if its passphrase is lost, move the file away and set its secrets anew',
              });
            }
            await writeVaultFile(file, seal(made, {}));
          });
        } catch (cause) {
          wipe(made);
          throw cause;
        }
        lock();
        keys = made;
        givenIsWrong = false;
      });
    },

    async unlock(passphrase) {
      remember(passphrase);
      await oneAtATime(async () => {
        const sealed = await readExisting();
        const bytes = toBytes(passphrase);
        const found = await keysFor(bytes, sealed).finally(() => bytes.fill(0));
        lock();
        keys = found;
        givenIsWrong = false;
      });
    },

    lock,

    async changePassphrase(passphrase, next) {
      remember(passphrase);
      remember(next);
      await oneAtATime(async () => {
        const [before, after] = [toBytes(passphrase), toBytes(next)];
        let old: Keys | undefined;
        let made: Keys | undefined;
        try {
          old = await keysFor(before, await readExisting());
          made = await deriveKeys(after, newKdf(cost));
          const [from, to] = [old, made];
          await withVaultLock(file, clock, async () => {
            const sealed = await readExisting();
            // Somebody else was faster.
            if (!fits(from, sealed)) throw wrongPassphrase(file);
            await writeVaultFile(file, seal(to, contents(from, sealed)));
          });
          lock();
          keys = made;
          made = undefined;
          givenIsWrong = false;
        } finally {
          before.fill(0);
          after.fill(0);
          if (old) wipe(old);
          if (made) wipe(made);
        }
      });
    },

    names: async () => (await read())?.header.names ?? null,

    async get(name) {
      const sealed = await read();
      if (!sealed?.header.names.includes(name)) return undefined;
      const value = contents(await unlocked(sealed), sealed)[name];
      if (value !== undefined) remember(value);
      return value;
    },

    async set(name, value) {
      remember(value);
      await change(secrets => void (secrets[name] = value));
    },

    async delete(name) {
      const sealed = await read();
      if (!sealed?.header.names.includes(name)) return false;
      return await change(secrets => delete secrets[name]);
    },
  };
}

/** The same letters, whatever way a keyboard writes them. */
function toBytes(passphrase: string): Buffer {
  return Buffer.from(passphrase.normalize('NFKC'));
}

/** The passphrase from the environment, which no other part of this process, and no child, finds there afterwards. */
export function takePassphrase(env: NodeJS.ProcessEnv): string | undefined {
  const passphrase = env[passphraseVariable];
  delete env[passphraseVariable];
  return passphrase || undefined;
}
