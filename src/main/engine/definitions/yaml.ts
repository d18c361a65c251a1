import { LineCounter, parseDocument, stringify } from 'yaml';
import type * as z from 'zod';
import { zodProblems } from '../../../shared/contract/problems.ts';
import { type Problem, validationError } from '../../../shared/domain/errors.ts';

export type Parsed<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

/**
 * Reads YAML (or JSON, which is YAML) and checks its shape. All problems at once, each with its path in the document
 * and its line.
 */
export function parseYaml<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  file: string,
): Parsed<z.output<Schema>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  if (document.errors.length > 0) {
    return {
      ok: false,
      problems: document.errors.map(error => {
        const { line, col } = lines.linePos(error.pos[0]);
        return { path: file, message: `is not valid YAML: ${error.message}`, line, column: col };
      }),
    };
  }
  const checked = schema.safeParse(document.toJS({ maxAliasCount: 100 }));
  if (checked.success) return { ok: true, value: checked.data };
  const place = (path: PropertyKey[]) => {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      const start = (node as { range?: [number, number, number] } | undefined)?.range?.[0];
      if (start !== undefined) {
        const { line, col } = lines.linePos(start);
        return { line, column: col };
      }
    }
    return {};
  };
  return {
    ok: false,
    problems: checked.error.issues.flatMap(issue =>
      zodProblems([issue]).map(problem => ({
        ...problem,
        path: problem.path === '' ? file : `${file}: ${problem.path}`,
        ...place(issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path),
      })),
    ),
  };
}

/** Like `parseYaml`, throwing all problems as one `validation` error. */
export function requireYaml<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  file: string,
): z.output<Schema> {
  const parsed = parseYaml(text, schema, file);
  if (parsed.ok) return parsed.value;
  throw validationError(parsed.problems);
}

/** YAML as we write it: stable, so that equal definitions are equal files. */
export function writeYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}
