import { type SecretSource, secretVariable } from '../../../shared/domain/notices.ts';

/** Where the value of a secret comes from, in words. */
export function sourceText(name: string, source: SecretSource | null): string {
  if (source === 'keychain') return 'in the keychain';
  return source === null ? 'not set' : `in ${secretVariable(name)}`;
}
