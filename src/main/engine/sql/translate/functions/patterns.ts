import type { Call, Expression } from '../../syntax/tree.ts';
import type { Context } from '../context.ts';
import { quotedText } from '../names.ts';
import { type FunctionRule, type FunctionRules, literalNumber, literalText, macros } from '../rules.ts';

/**
 * Regular expressions: Snowflake's are POSIX with Perl's classes, DuckDB's are RE2; what analysts write is the same in
 * both. Parameters `c i m s e` are flags; `e` asks for a group.
 */
interface Arguments {
  subject: string;
  pattern: string;
  /** Whether it may matter what stands before the position it begins at. */
  anchored: boolean;
  flags: string;
}

function read(call: Call, context: Context, flagsAt: number): Arguments | null {
  const [subject, pattern] = call.args.map(argument => argument.value);
  if (subject === undefined || pattern === undefined) return null;
  const given = call.args[flagsAt]?.value;
  const flags = given === undefined ? '' : literalText(given);
  if (flags === undefined) return null;
  if (/[^cimse]/.test(flags) || literalText(pattern) === '') return null;
  // Flags stand in the pattern: DuckDB's option `m` means something else than Snowflake's. Of `c` and `i` the last one counts.
  const last = flags.replaceAll(/[^ci]/g, '').at(-1);
  const letters = `${last === 'i' ? 'i' : ''}${flags.includes('m') ? 'm' : ''}${flags.includes('s') ? 's' : ''}`;
  const text = literalText(pattern);
  const written =
    text === undefined
      ? context.as(pattern, 'text')
      : quotedText(`${letters === '' ? '' : `(?${letters})`}${text}`);
  return {
    subject: context.as(subject, 'text'),
    pattern: text !== undefined || letters === '' ? written : `('(?${letters})' || ${written})`,
    anchored: text === undefined || /\^|\\[bBA]/.test(text),
    flags,
  };
}

/** A whole number that stands in the text. */
function constant(call: Call, index: number, otherwise: number): number | null {
  const arg = call.args[index]?.value;
  return arg === undefined ? otherwise : (literalNumber(arg) ?? null);
}

/** Whether the part of the subject from a position on may match another way than the whole. */
function cut(args: Arguments, position: number): boolean {
  return position > 1 && args.anchored;
}

/** Whether DuckDB reads the backslashes of a replacement as Snowflake does: each before the number of a group there is. */
function refersToGroups(replacement: string, pattern: string | undefined): boolean {
  if (!replacement.includes('\\')) return true;
  if (pattern === undefined || /\\(?!\d)/.test(replacement)) return false;
  const groups = [...pattern.replaceAll(/\\./g, '').matchAll(/\((?!\?)/g)].length;
  return [...replacement.matchAll(/\\(\d)/g)].every(([, digit]) => Number(digit) <= groups);
}

/** The subject from a position on. */
function from(subject: string, position: number): string {
  return position <= 1 ? subject : `substr(${subject}, ${position})`;
}

/** The pattern must match the whole subject, unlike DuckDB's `~` and regexp_matches. */
const like: FunctionRule = {
  type: 'boolean',
  emit: (call, context) => {
    const args = read(call, context, 2);
    return args && `regexp_full_match(${args.subject}, ${args.pattern})`;
  },
};

const replace: FunctionRule = {
  type: 'text',
  emit: (call, context) => {
    const args = read(call, context, 5);
    const position = constant(call, 3, 1);
    const occurrence = constant(call, 4, 0);
    if (args === null || position === null || occurrence === null || cut(args, position)) return null;
    const replacement: Expression | undefined = call.args[2]?.value;
    const by = replacement === undefined ? "''" : context.as(replacement, 'text');
    if (occurrence > 1 || position < 1) return null;
    // Where a backslash stands before anything but a digit, the two read it differently.
    if (!refersToGroups(literalText(replacement) ?? '', literalText(call.args[1]?.value))) return null;
    // All occurrences, where DuckDB replaces the first.
    const options = occurrence === 0 ? ", 'g'" : '';
    const replaced = `regexp_replace(${from(args.subject, position)}, ${args.pattern}, ${by}${options})`;
    return position <= 1 ? replaced : `(left(${args.subject}, ${position - 1}) || ${replaced})`;
  },
};

/** NULL where nothing matches; DuckDB has an empty string there. */
const substr: FunctionRule = {
  type: 'text',
  emit: (call, context) => {
    const args = read(call, context, 4);
    const position = constant(call, 2, 1);
    const occurrence = constant(call, 3, 1);
    const asked = constant(call, 5, args?.flags.includes('e') ? 1 : 0);
    if (args === null || position === null || occurrence === null || asked === null) return null;
    if (cut(args, position) || occurrence < 1) return null;
    const group = call.args.length > 5 || args.flags.includes('e') ? asked : 0;
    return `regexp_extract_all(${from(args.subject, position)}, ${args.pattern}, ${group})[${occurrence}]`;
  },
};

const substrAll: FunctionRule = {
  type: 'array',
  emit: (call, context) => {
    const args = read(call, context, 4);
    const position = constant(call, 2, 1);
    if (args === null || position === null || (constant(call, 3, 1) ?? 0) !== 1) return null;
    if (cut(args, position)) return null;
    const group = constant(call, 5, args.flags.includes('e') ? 1 : 0) ?? 0;
    return `to_json(regexp_extract_all(${from(args.subject, position)}, ${args.pattern}, ${group}))`;
  },
};

const count: FunctionRule = {
  type: 'integer',
  emit: (call, context) => {
    const args = read(call, context, 3);
    const position = constant(call, 2, 1);
    if (args === null || position === null || cut(args, position)) return null;
    return `len(regexp_extract_all(${from(args.subject, position)}, ${args.pattern}, 0))`;
  },
};

/** Where the first match begins, or 0. */
const instr: FunctionRule = {
  type: 'integer',
  emit: (call, context) => {
    const args = read(call, context, 5);
    const position = constant(call, 2, 1);
    if (args === null || position !== 1 || constant(call, 3, 1) !== 1 || constant(call, 4, 0) !== 0)
      return null;
    return `${macros}.regexp_instr(${args.subject}, ${args.pattern})`;
  },
};

export const patternFunctions: FunctionRules = {
  REGEXP: like,
  REGEXP_LIKE: like,
  RLIKE: like,
  REGEXP_REPLACE: replace,
  REGEXP_SUBSTR: substr,
  REGEXP_EXTRACT_ALL: substrAll,
  REGEXP_SUBSTR_ALL: substrAll,
  REGEXP_COUNT: count,
  REGEXP_INSTR: instr,
};
