import { SlipwayError } from '../../../shared/domain/errors.ts';
import { passphraseVariable } from '../../../shared/domain/secrets.ts';

/** `related.vault` tells programs, and the page, what state the vault is in. */
export function lockedError(file: string, givenIsWrong: boolean): SlipwayError {
  const message = givenIsWrong
    ? `The vault ${file} is locked: ${passphraseVariable} is not its passphrase`
    : `The vault ${file} is locked`;
  return new SlipwayError('unavailable', message, {
    hint: `Unlock it: "slipway vault unlock", or "Unlock vault" among the secrets; where nobody can be asked, start Slipway with ${passphraseVariable}`,
    related: { vault: 'locked' },
  });
}

export function missingError(file: string): SlipwayError {
  return new SlipwayError('precondition', `There is no vault: ${file} does not exist`, {
    hint: 'Make one: "slipway vault create"',
    related: { vault: 'none' },
  });
}

export function damagedError(
  file: string,
  why: string,
  reason: 'damaged' | 'newer' = 'damaged',
): SlipwayError {
  return new SlipwayError('unavailable', `The vault ${file} cannot be used: ${why}. Nothing was changed`, {
    hint:
      reason === 'newer'
        ? 'Use it with that version, or move the file away and make a vault anew'
        : 'Restore it from a backup, or move the file away, make a vault anew and set its secrets again',
    related: { vault: 'unusable' },
  });
}

export function wrongPassphrase(file: string): SlipwayError {
  return new SlipwayError('auth', `That is not the passphrase of the vault ${file}`, {
    hint: 'Try again. Nobody can recover a passphrase: if it is lost, move the file away, make a vault anew and set its secrets again',
  });
}
