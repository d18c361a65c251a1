import type { Variables } from '../../../shared/contract/common.ts';
import type { Environment } from '../../../shared/contract/environments.ts';
import { validationError } from '../../../shared/domain/errors.ts';

/**
 * What runs in a protected environment differs from what was approved only with a reason: variables of its own need one, and
 * conditions that are not to count, and what is built there and is to be built again.
 */
export function requireReason(
  { name, protected: isProtected }: Pick<Environment, 'name' | 'protected'>,
  asked: {
    variables: Variables;
    ignore_conditions?: boolean | undefined;
    restate?: boolean | undefined;
  },
  cause: string,
): void {
  if (!isProtected || cause.trim() !== '') return;
  const names = Object.keys(asked.variables);
  const told = [
    ...(names.length === 0
      ? []
      : [`${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} to be another value there for this run`]),
    ...(asked.restate ? ['what is built there is to be built again'] : []),
    ...(asked.ignore_conditions ? ['conditions are to be ignored there for this run'] : []),
  ];
  if (told.length === 0) return;
  throw validationError([
    { path: 'cause', message: `is missing: "${name}" is protected, and ${told.join(', and ')}. Say why` },
  ]);
}
