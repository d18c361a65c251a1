import * as z from 'zod';
import {
  keychainStates,
  maxPassphraseLength,
  maxSecretLength,
  minPassphraseLength,
  secretKinds,
  secretPlaces,
  secretSources,
  vaultStates,
} from '../domain/secrets.ts';
import { name, notASecret, procedure } from './common.ts';
import { nothing, strict } from './strict.ts';

/** That of a connection's session token is longer than the connection's own. */
const keptName = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_-]{0,119}$/,
    'must be a letter, then letters, digits, "_" or "-"; at most 120 characters',
  );

/** Whether a secret has a value. No answer of the API ever holds one. */
export const secretState = z.object({
  source: z.enum(secretSources).nullable().describe('Where its value comes from; null where none is known'),
  problem: z
    .string()
    .nullable()
    .describe(
      'Why its value cannot be read now, or why it is not known whether it has one; null where all is well',
    ),
});
export type SecretState = z.infer<typeof secretState>;

export const secret = secretState.extend({
  name: keptName,
  kinds: z.array(z.enum(secretKinds)).describe('What it is to those that name it'),
  used_by: z.object({
    channels: z.array(name).describe('Channels that name it'),
    connections: z.array(name).describe('Connections that name it'),
  }),
});
export type Secret = z.infer<typeof secret>;

export const keychainStatus = z.object({
  state: z.enum(keychainStates),
  message: z.string(),
  hint: z.string().nullable().describe('What can be done; null where nothing has to be'),
});
export type KeychainStatus = z.infer<typeof keychainStatus>;

export const vaultStatus = z.object({
  state: z.enum(vaultStates),
  file: z.string().describe('Where it is, or would be, on the machine of the engine'),
  message: z.string(),
  hint: z.string().nullable().describe('What can be done; null where nothing has to be'),
  secrets: z.array(keptName).describe('Names of the secrets it holds; known while it is locked, too'),
});
export type VaultStatus = z.infer<typeof vaultStatus>;

const secretParameter = strict({ secret: keptName });

export const secrets = {
  list: procedure
    .route({
      method: 'GET',
      path: '/secrets',
      summary: 'The secrets that channels and connections name; values are never given out',
    })
    .input(nothing)
    .output(z.object({ secrets: z.array(secret), keychain: keychainStatus, vault: vaultStatus })),
  get: procedure
    .route({
      method: 'GET',
      path: '/secrets/{secret}',
      summary: 'Whether one is set and who names it; never its value',
    })
    .input(secretParameter)
    .output(secret),
  set: procedure
    .route({
      method: 'PUT',
      path: '/secrets/{secret}',
      summary: 'Keep a value, in place of the one before where there is one',
    })
    .input(
      strict({
        secret: notASecret(keptName),
        value: z.string().min(1, 'must not be empty').max(maxSecretLength),
        place: z
          .enum(secretPlaces)
          .optional()
          .describe(
            'Default: where it is kept now; for a new one the keychain, or the vault where there is one and no keychain',
          ),
      }),
    )
    .output(secret),
  remove: procedure
    .route({ method: 'DELETE', path: '/secrets/{secret}', summary: 'Remove it from wherever it is kept' })
    .input(secretParameter)
    .output(
      z.object({
        removed: keptName,
        from: z.array(z.enum(secretPlaces)),
        problem: z
          .string()
          .nullable()
          .describe('Why the keychain could not be asked, which may have it, too; null where it was asked'),
      }),
    ),
};

const newPassphrase = z
  .string()
  .min(minPassphraseLength, `must have at least ${minPassphraseLength} characters`)
  .max(maxPassphraseLength);
const passphrase = z.string().min(1, 'must not be empty').max(maxPassphraseLength);

export const vault = {
  status: procedure.route({ method: 'GET', path: '/vault' }).input(nothing).output(vaultStatus),
  create: procedure
    .route({
      method: 'POST',
      path: '/vault',
      successStatus: 201,
      summary: 'Make the passphrase vault of this user, and unlock it; nobody can recover the passphrase',
    })
    .input(strict({ passphrase: newPassphrase }))
    .output(vaultStatus),
  unlock: procedure
    .route({
      method: 'POST',
      path: '/vault/unlock',
      summary: 'Until it is locked or the engine ends; a wrong passphrase answers `auth`',
    })
    .input(strict({ passphrase }))
    .output(vaultStatus),
  lock: procedure
    .route({ method: 'POST', path: '/vault/lock', summary: 'Forget the key: what is in it cannot be read' })
    .input(nothing)
    .output(vaultStatus),
  changePassphrase: procedure
    .route({
      method: 'PUT',
      path: '/vault/passphrase',
      summary: 'Encrypt it anew; a wrong one answers `auth`',
    })
    .input(strict({ passphrase, new_passphrase: newPassphrase }))
    .output(vaultStatus),
};
