import * as z from 'zod';
import { closest } from '../domain/names.ts';

/**
 * An object that people or programs give: a key it does not know is a problem, for a misspelt optional one would change
 * nothing and nobody would notice. The problem names the known key that may have been meant.
 */
export function strict<T extends z.core.$ZodLooseShape>(shape: T): z.ZodObject<T, z.core.$strict> {
  return z.strictObject(shape, {
    error: issue => (issue.code === 'unrecognized_keys' ? unknownKeys(issue) : undefined),
  });
}

/** A line a key: `zodProblems` makes a problem of each. */
function unknownKeys({ keys, inst, input }: z.core.$ZodRawIssue<z.core.$ZodIssueUnrecognizedKeys>): string {
  // The object itself, which may have been extended since.
  const shape = inst instanceof z.ZodObject ? inst.shape : {};
  const given = Object.keys(input ?? {});
  const free = Object.keys(shape).filter(key => !given.includes(key));
  return keys
    .map(key => {
      const near = closest(key, free);
      return `is not a known key here${near === undefined ? '' : `; did you mean "${near}"?`}`;
    })
    .join('\n');
}

/** Of calls that need to be told nothing. */
export const nothing = strict({}).optional();
