import { schema } from '../macros/macro.ts';
import type { Call, Expression } from '../syntax/tree.ts';
import type { Context, SqlType, Wanted } from './context.ts';

/** Where the macros are that every instance has (duckdb-macros.ts). */
export const macros = schema;

/** How a Snowflake function is written in DuckDB. */
export interface FunctionRule {
  type: SqlType | ((call: Call, context: Context) => SqlType);
  /** Null when the function cannot be called with these arguments here. */
  emit: (call: Call, context: Context) => string | null;
}

export type FunctionRules = Record<string, FunctionRule>;

/**
 * A rule from templates, one for each number of arguments: `{1}` is the first argument, `{1:text}` the same as text,
 * `@name(` a macro of ours. Arguments get parentheses where the place needs them.
 */
export function rule(type: FunctionRule['type'], ...templates: string[]): FunctionRule {
  const byCount = new Map(templates.map(template => [arity(template), compile(template)]));
  return { type, emit: (call, context) => byCount.get(call.args.length)?.(values(call), context) ?? null };
}

/** A function that DuckDB has too; all arguments in one form. */
export function same(type: FunctionRule['type'], name: string, wanted?: Wanted): FunctionRule {
  return { type, emit: (call, context) => `${name}(${list(values(call), context, wanted)})` };
}

/** `type` of the first argument that has one. */
export function firstType(call: Call, context: Context): SqlType {
  for (const { value } of call.args) {
    const type = context.typeOf(value);
    if (type !== 'unknown' && type !== 'null') return type;
  }
  return 'unknown';
}

/** Arguments with commas. */
export function list(args: readonly Expression[], context: Context, wanted?: Wanted): string {
  return args.map(arg => (wanted === undefined ? context.emit(arg) : context.as(arg, wanted))).join(', ');
}

export function values(call: Call): Expression[] {
  return call.args.map(argument => argument.value);
}

/** The value of an argument given by name or by place, as in `flatten(input => x)`. */
export function argument(call: Call, name: string, index?: number): Expression | undefined {
  const named = call.args.find(candidate => candidate.name?.name === name);
  if (named !== undefined) return named.value;
  const positional = index === undefined ? undefined : call.args[index];
  return positional?.name === null ? positional.value : undefined;
}

/** A string that stands in the text as one; undefined for anything computed. */
export function literalText(node: Expression | undefined): string | undefined {
  return node?.kind === 'literal' && node.type === 'string' ? node.value : undefined;
}

/** A number that stands in the text, with its sign. */
export function literalNumber(node: Expression | undefined): number | undefined {
  if (node?.kind === 'literal' && node.type === 'number') return Number(node.value);
  if (node?.kind === 'parens' && node.items.length === 1) return literalNumber(node.items[0]);
  if (node?.kind === 'unary' && node.operator === '-') {
    const value = literalNumber(node.value);
    return value === undefined ? undefined : -value;
  }
  return undefined;
}

/** A number of digits: DuckDB takes an INTEGER and nothing wider. */
export function digits(node: Expression, context: Context): string {
  const number = literalNumber(node);
  return number !== undefined && Number.isInteger(number)
    ? String(number)
    : `CAST(${context.emit(node)} AS INTEGER)`;
}

type Compiled = (args: Expression[], context: Context) => string;

const slot = /\{(\d)(?::(\w+))?\}/g;

function arity(template: string): number {
  return Math.max(0, ...[...template.matchAll(slot)].map(match => Number(match[1])));
}

function compile(template: string): Compiled {
  const text = template.replaceAll('@', `${macros}.`);
  const pieces: (string | { index: number; wanted: Wanted | undefined; bare: boolean })[] = [];
  let from = 0;
  for (const match of text.matchAll(slot)) {
    const [all, digit, form] = match;
    const end = match.index + all.length;
    // Between parentheses and commas nothing can bind tighter.
    const bare = /[(,]\s*$/.test(text.slice(0, match.index)) && /^\s*[),]/.test(text.slice(end));
    pieces.push(text.slice(from, match.index), { index: Number(digit) - 1, wanted: wantedForm(form), bare });
    from = end;
  }
  pieces.push(text.slice(from));
  return (args, context) =>
    pieces
      .map(piece => {
        if (typeof piece === 'string') return piece;
        const arg = args[piece.index];
        if (arg === undefined) return '';
        if (piece.wanted !== undefined)
          return context.as(arg, piece.wanted, piece.bare ? undefined : 'operand');
        return piece.bare ? context.emit(arg) : context.operand(arg);
      })
      .join('');
}

function wantedForm(form: string | undefined): Wanted | undefined {
  switch (form) {
    case 'text':
    case 'string':
    case 'number':
    case 'boolean':
    case 'json':
    case 'variant':
    case 'timestamp':
    case 'date':
      return form;
    case undefined:
      return undefined;
    default:
      throw new Error(`there is no form "${form}"`);
  }
}
