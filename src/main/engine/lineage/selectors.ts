import { type Problem, SlipwayError } from '../../../shared/domain/errors.ts';
import { closest } from '../../../shared/domain/names.ts';
import { type Graph, type GraphNode, type ModelNode, reach } from './graph.ts';

const methods = ['model', 'label', 'owner', 'job', 'target', 'source', 'state'] as const;
/** How a model stands to that of another environment; what is new there is modified, too. */
const changes = ['modified', 'new'] as const;
export type Change = (typeof changes)[number];
type Method = (typeof methods)[number];

/** `2+label:finance+`: what is meant, and how far up and down. */
export interface Atom {
  method: Method;
  /** As it is written, quotes included. */
  value: string;
  /** Steps up and down; 0 for none, infinite for a bare `+`. */
  up: number;
  down: number;
  /** Place of the value in the text: UTF-16 offset. */
  at: number;
}

/** Unions (blanks) of intersections (commas). */
export type Selector = Atom[][];

/** The grammar of selectors: what people know from dbt. Throws `validation` with every problem and its column. */
export function parseSelector(text: string): Selector {
  const problems: Problem[] = [];
  const selector = words(text).map(({ word, at: wordAt }) => {
    const parts = pieces(word);
    return parts.flatMap(({ piece, at }): Atom[] => {
      const atom = atomOf(piece, wordAt + at);
      if ('message' in atom) {
        problems.push(problemAt(atom.at, atom.message));
        return [];
      }
      return [atom];
    });
  });
  if (problems.length > 0) throw refused(text, problems);
  return selector;
}

function atomOf(piece: string, start: number): Atom | { at: number; message: string } {
  if (piece === '') return { at: start, message: 'A name is missing beside the comma' };
  if ((piece.match(/"/g) ?? []).length % 2 > 0) {
    return { at: start + piece.indexOf('"'), message: 'The quotes are not closed' };
  }
  const plain = bare(piece);
  const [before = ''] = /^\d*\+/.exec(plain) ?? [];
  const [after = ''] = /\+\d*$/.exec(plain.slice(before.length)) ?? [];
  const body = piece.slice(before.length, piece.length - after.length);
  const at = start + before.length;
  if (body === '') {
    return { at: start, message: `"${piece}" names nothing: write it beside a name, as in +orders` };
  }
  const plus = bare(body).indexOf('+');
  if (plus >= 0) {
    const message = 'A + stands before or after a name; between two, leave a blank (or) or put a comma (and)';
    return { at: at + plus, message };
  }
  const [, word, rest] = /^([A-Za-z_]+):(.*)$/s.exec(body) ?? [];
  const hops = { up: steps(before.slice(0, -1), before), down: steps(after.slice(1), after) };
  if (word === undefined || rest === undefined) {
    const wrong = /[^A-Za-z0-9_*-]/.exec(body);
    if (wrong) {
      const hint =
        body.includes('.') || body.includes('"') ? `; a table is source:${body} or target:${body}` : '';
      return { at: at + wrong.index, message: `A model's name has no "${wrong[0]}"${hint}` };
    }
    // The one state that is asked for again and again; a model of that name is model:modified.
    const method = body.toLowerCase() === 'modified' ? 'state' : 'model';
    return { method, value: body, at, ...hops };
  }
  const method = methods.find(known => known === word.toLowerCase());
  if (!method) {
    const near = closest(word, methods);
    const hint = near
      ? `did you mean ${near}:?`
      : `there are ${methods.map(known => `${known}:`).join(', ')}`;
    return { at, message: `There is no "${word}:"; ${hint}` };
  }
  if (rest === '') return { at: at + word.length + 1, message: `A name is missing behind "${word}:"` };
  if (method === 'state' && changeOf(rest) === undefined) {
    const message = `There is no state "${rest}"; there are ${changes.map(each => `state:${each}`).join(', ')}`;
    return { at: at + word.length + 1, message };
  }
  return { method, value: rest, at: at + word.length + 1, ...hops };
}

const changeOf = (word: string) => changes.find(each => each === word.toLowerCase());

/** `+` is all the way, `2+` two steps, nothing none. */
function steps(digits: string, sign: string): number {
  if (sign === '') return 0;
  return digits === '' ? Number.POSITIVE_INFINITY : Number(digits);
}

/** The same text with what stands in quotes blanked out: as long as it was. */
function bare(text: string): string {
  return text.replaceAll(/"(?:[^"]|"")*("|$)/g, quoted => '_'.repeat(quoted.length));
}

function words(text: string): { word: string; at: number }[] {
  const plain = bare(text);
  return [...plain.matchAll(/\S+/g)].map(({ index, 0: match }) => ({
    word: text.slice(index, index + match.length),
    at: index,
  }));
}

function pieces(word: string): { piece: string; at: number }[] {
  const plain = bare(word);
  const found: { piece: string; at: number }[] = [];
  let from = 0;
  for (const part of plain.split(',')) {
    found.push({ piece: word.slice(from, from + part.length), at: from });
    from += part.length + 1;
  }
  return found;
}

/** What of the workspace is not in this graph: for saying so. */
export interface Elsewhere {
  environment: string;
  models: readonly string[];
  jobs: readonly string[];
  /** How a model stands to that of the environment it is compared with, null for the same; undefined where there is none. */
  changeOf?: ((model: ModelNode) => Change | null) | undefined;
}

/** The nodes that are meant. Throws `validation` with every name that means nothing here, its column, and what is near. */
export function select(graph: Graph, text: string, elsewhere: Elsewhere): Set<string> {
  const problems: Problem[] = [];
  const chosen = new Set<string>();
  for (const all of parseSelector(text)) {
    const sets = all.map(atom => {
      const found = [...graph.nodes.values()]
        .filter(node => matches(node, atom, elsewhere))
        .map(({ key }) => key);
      if (atom.method === 'state') {
        // That nothing is modified is an answer.
        if (!elsewhere.changeOf) problems.push(problemAt(atom.at, nothingToCompareWith));
      } else if (found.length === 0) problems.push(problemAt(atom.at, nothingFound(graph, atom, elsewhere)));
      return new Set([
        ...reach(found, graph.reads, atom.up).keys(),
        ...reach(found, graph.readers, atom.down).keys(),
      ]);
    });
    const [first = new Set<string>(), ...rest] = sets;
    for (const key of first) if (rest.every(set => set.has(key))) chosen.add(key);
  }
  if (problems.length > 0) throw refused(text, problems);
  return chosen;
}

const nothingToCompareWith =
  'What is modified is told by comparing with another environment: name one (against, or defer in a build)';

function matches(node: GraphNode, { method, value }: Atom, { changeOf: change }: Elsewhere): boolean {
  if (method === 'source') return node.kind === 'source' && namesTable(value, node.name, node.table.relation);
  if (node.kind !== 'model') return false;
  switch (method) {
    case 'model':
      return like(value, node.name);
    case 'label':
      return node.model.labels.some(label => like(unquoted(value), label));
    case 'owner':
      return node.model.owner !== '' && like(unquoted(value), node.model.owner);
    case 'job':
      return node.builds.some(build => like(value, build.name));
    case 'target':
      return node.builds.some(
        ({ writes }) => writes !== null && namesTable(value, writes.name, writes.relation),
      );
    case 'state': {
      const found = change?.(node) ?? null;
      return found !== null && (found === changeOf(value) || changeOf(value) === 'modified');
    }
  }
}

/** A pattern with `*` for any letters; case does not matter. */
function like(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern.toLowerCase() === name.toLowerCase();
  const parts = pattern.toLowerCase().split('*');
  const text = name.toLowerCase();
  const [first = ''] = parts;
  const last = parts.at(-1) ?? '';
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false;
  // Each part as early as it can be: without going back, whatever is written.
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return from <= text.length - last.length;
}

/** The whole name of a table or the end of it: `orders`, `raw.orders`, `lake.raw.*`. */
function namesTable(
  pattern: string,
  name: string,
  { database, schema, name: table }: { database: string; schema: string; name: string },
): boolean {
  if (like(pattern, name)) return true;
  const parts = bare(pattern).split('.');
  let from = 0;
  const wanted = parts.map(part => {
    const text = pattern.slice(from, from + part.length);
    from += part.length + 1;
    return unquoted(text);
  });
  const whole = [database, schema, table];
  if (wanted.length > whole.length) return false;
  const end = whole.slice(-wanted.length);
  return wanted.every((part, index) => like(part, end[index] ?? ''));
}

function unquoted(text: string): string {
  return /^"(?:[^"]|"")*"$/s.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text;
}

function nothingFound(graph: Graph, { method, value }: Atom, elsewhere: Elsewhere): string {
  const { environment } = elsewhere;
  if (value.includes('*'))
    return `Nothing in ${environment} fits ${method === 'model' ? '' : `${method}:`}${value}`;
  const nodes = [...graph.nodes.values()];
  const models = nodes.filter(node => node.kind === 'model');
  const near = (names: readonly string[]) => {
    const found = closest(unquoted(value), new Set(names));
    return found === undefined ? '' : `; did you mean "${found}"?`;
  };
  switch (method) {
    case 'model': {
      const known = elsewhere.models.find(name => name.toLowerCase() === value.toLowerCase());
      if (known !== undefined)
        return `"${known}" does not run in ${environment}: no published job builds it there`;
      const source = nodes.find(
        node => node.kind === 'source' && namesTable(value, node.name, node.table.relation),
      );
      if (source) return `There is no model "${value}"; the table is source:${value}`;
      return `There is no model "${value}"${near([...models.map(({ name }) => name), ...elsewhere.models])}`;
    }
    case 'job': {
      const known = elsewhere.jobs.find(name => name.toLowerCase() === value.toLowerCase());
      if (known !== undefined) return `Job "${known}" builds no model in ${environment}`;
      return `There is no job "${value}"${near(models.flatMap(({ builds }) => builds.map(({ name }) => name)))}`;
    }
    case 'label':
      return `No model in ${environment} has the label ${value}${near(models.flatMap(({ model }) => model.labels))}`;
    case 'owner':
      return `No model in ${environment} is owned by ${value}${near(models.map(({ model }) => model.owner))}`;
    case 'target':
      return `No job in ${environment} writes ${value}${near(
        models.flatMap(({ builds }) =>
          builds.flatMap(({ writes }) => (writes ? [writes.relation.name] : [])),
        ),
      )}`;
    case 'state':
      return nothingToCompareWith;
    case 'source':
      return `Nothing in ${environment} reads ${value} from outside${near(
        nodes.flatMap(node => (node.kind === 'source' ? [node.table.relation.name] : [])),
      )}`;
  }
}

function problemAt(offset: number, message: string): Problem {
  return { path: 'select', message, line: 1, column: offset + 1 };
}

function refused(text: string, problems: Problem[]): SlipwayError {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return new SlipwayError('validation', `${first?.message} (at ${first?.column} of "${text}")${more}`, {
    problems,
  });
}
