import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, stringify } from 'yaml';
import type * as z from 'zod';
import { zodProblems } from '../../../shared/contract/problems.ts';
import { type Problem, validationError } from '../../../shared/domain/errors.ts';

export type Parsed<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

/**
 * Reads YAML (or JSON, which is YAML) and checks its shape. All problems at once, each with its path in the document
 * and its line, in the order of the text.
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
  const value = valueOf(document);
  if (!value.ok) return { ok: false, problems: [{ path: file, message: value.message }] };
  const checked = schema.safeParse(value.value);
  if (checked.success) return { ok: true, value: checked.data };
  const place = placesIn(document, lines);
  const problems = checked.error.issues.flatMap(issue =>
    zodProblems([issue]).map((problem, index) => {
      const key = issue.code === 'unrecognized_keys' ? issue.keys[index] : undefined;
      return {
        ...problem,
        path: problem.path === '' ? file : `${file}: ${problem.path}`,
        ...place(key === undefined ? issue.path : [...issue.path, key], key !== undefined),
      };
    }),
  );
  const at = (problem: Problem) => (problem.line ?? 0) * 10_000 + (problem.column ?? 0);
  return { ok: false, problems: problems.sort((a, b) => at(a) - at(b)) };
}

/** What a document stands for; an alias that stands for more and more is no way to make us fall over. */
function valueOf(document: Document): { ok: true; value: unknown } | { ok: false; message: string } {
  try {
    return { ok: true, value: document.toJS({ maxAliasCount: 100 }) };
  } catch (cause) {
    return {
      ok: false,
      message: `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    };
  }
}

type Place = { line?: number; column?: number };

/** Where parts of a YAML text are: the value at a path, or its nearest parent that is there. */
export function placesOf(text: string): (path: PropertyKey[]) => Place {
  const lines = new LineCounter();
  return placesIn(parseDocument(text, { lineCounter: lines, prettyErrors: false }), lines);
}

function placesIn(document: Document, lines: LineCounter) {
  return (path: PropertyKey[], ofKey = false): Place => {
    for (let length = path.length; length > 0; length--) {
      const start =
        ofKey && length === path.length
          ? keyStart(document.getIn(path.slice(0, -1), true) ?? document.contents, path.at(-1))
          : rangeOf(document.getIn(path.slice(0, length), true));
      if (start === undefined) continue;
      const { line, col } = lines.linePos(start);
      return { line, column: col };
    }
    return {};
  };
}

function keyStart(map: unknown, key: PropertyKey | undefined): number | undefined {
  if (!isMap(map)) return undefined;
  return rangeOf(map.items.find(pair => isScalar(pair.key) && pair.key.value === key)?.key);
}

function rangeOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** The keys in a problem's path: `triggers[0].cron`, `source_mapping["A.B"]`. */
export function keysOf(path: Problem['path']): (string | number)[] {
  return [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, name]) =>
    quoted !== undefined
      ? (JSON.parse(`"${quoted}"`) as string)
      : index !== undefined
        ? Number(index)
        : (name ?? ''),
  );
}

/** Problems with parts of files, such as `jobs/a.yaml: target.table`, each with the line of that part in its file. */
export function withLines(
  problems: readonly Problem[],
  files: readonly { path: string; content: string }[],
): Problem[] {
  const contents = new Map(files.map(({ path, content }) => [path, content]));
  const places = new Map<string, ReturnType<typeof placesOf>>();
  return problems.map(problem => {
    const end = problem.path.indexOf(': ');
    const file = problem.path.slice(0, Math.max(0, end));
    const content = contents.get(file);
    if (content === undefined || problem.line !== undefined) return problem;
    const place = places.get(file) ?? placesOf(content);
    places.set(file, place);
    return { ...problem, ...place(keysOf(problem.path.slice(end + 2))) };
  });
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
