import type * as z from 'zod';
import { SlipwayError, validationError } from '../../shared/domain/errors.ts';
import { keysOf, placesOf, requireYaml } from '../engine/definitions/yaml.ts';
import { toSlipwayError } from './errors.ts';
import { readText } from './inputs.ts';

/** A definition read from a file, and what gives problems with it their places in that file. */
export interface DefinitionFile<T> {
  definition: T;
  /** Waits for a call about the definition; problems it reports get file, line and column. */
  located: <Result>(call: Promise<Result>) => Promise<Result>;
}

/** Reads YAML or JSON and checks its shape. Throws everything that is wrong with it, at once, each with its line. */
export async function readDefinition<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<DefinitionFile<z.output<Schema>>> {
  const text = await readText(file);
  return {
    definition: requireYaml(text, schema, file),
    located: async call => {
      try {
        return await call;
      } catch (cause) {
        throw withPlaces(cause, text, file);
      }
    },
  };
}

function withPlaces(cause: unknown, text: string, file: string): unknown {
  const { code, message, details } = toSlipwayError(cause);
  if (!details.problems) return cause;
  const place = placesOf(text);
  const problems = details.problems.map(problem => {
    const at = place(keysOf(problem.path.replace(/^definition\.?/, '')));
    if (at.line === undefined || problem.line !== undefined) return problem;
    return { ...problem, path: `${file}: ${problem.path}`, ...at };
  });
  const made = validationError(details.problems).message;
  const subject = message.endsWith(made) ? message.slice(0, -made.length).replace(/: $/, '') : undefined;
  if (code !== 'validation' || subject === undefined) {
    return new SlipwayError(code, message, { ...details, problems }, cause);
  }
  return validationError(problems, subject === '' ? undefined : subject);
}
