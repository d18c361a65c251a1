import { type SecretSource, secretVariable } from '../../../shared/domain/secrets.ts';

/** Where the value of a secret is, in words. */
export function placeText({ name, source }: { name: string; source: SecretSource | null }): string {
  if (source === null) return 'not set';
  return source === 'environment' ? `in ${secretVariable(name)}` : `in the ${source}`;
}
