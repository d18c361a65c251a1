import type { Variables } from '../../../shared/contract/common.ts';
import type { Environment } from '../../../shared/contract/environments.ts';
import { validationError } from '../../../shared/domain/errors.ts';

/** What runs in a protected environment differs from what was approved only with a reason: a variable of its own needs one. */
export function requireReason(
  { name, protected: isProtected }: Pick<Environment, 'name' | 'protected'>,
  variables: Variables,
  cause: string,
): void {
  const names = Object.keys(variables);
  if (!isProtected || names.length === 0 || cause.trim() !== '') return;
  throw validationError([
    {
      path: 'cause',
      message: `is missing: "${name}" is protected, and ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} to be another value there for this run. Say why`,
    },
  ]);
}
