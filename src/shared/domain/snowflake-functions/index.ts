import { aggregateFunctions } from './aggregates.ts';
import { conversionFunctions } from './conversions.ts';
import { dateFunctions } from './dates.ts';
import { numberFunctions } from './numbers.ts';
import { otherFunctions } from './others.ts';
import { semiStructuredFunctions } from './semi-structured.ts';
import { textFunctions } from './text.ts';

/** One way to call a function, with a line of help. */
export interface FunctionSignature {
  /** `DATEADD(part, count, date)`: what is in `[ ]` may be left out. */
  text: string;
  /** Where each parameter stands in `text`, UTF-16 offsets, end exclusive. */
  parameters: { start: number; end: number }[];
  help: string;
}

export interface SnowflakeFunction {
  /** In upper case. */
  name: string;
  signatures: FunctionSignature[];
}

/** Snowflake's functions by name in upper case. The words of the help are ours. */
export const snowflakeFunctions: ReadonlyMap<string, SnowflakeFunction> = read(
  [
    textFunctions,
    numberFunctions,
    dateFunctions,
    conversionFunctions,
    aggregateFunctions,
    semiStructuredFunctions,
    otherFunctions,
  ].join('\n'),
);

function read(lines: string): Map<string, SnowflakeFunction> {
  const found = new Map<string, SnowflakeFunction>();
  for (const line of lines.split('\n')) {
    const [text, help] = line.split(' # ');
    const name = /^[A-Z][\w$]*/.exec(text ?? '')?.[0];
    if (text === undefined || help === undefined || name === undefined) continue;
    const entry = found.get(name) ?? { name, signatures: [] };
    if (!entry.signatures.some(known => known.text === text)) {
      entry.signatures.push({ text, parameters: parametersOf(text), help });
    }
    found.set(name, entry);
  }
  return found;
}

/** The names between the commas of the first parentheses, without the brackets of what may be left out. */
function parametersOf(signature: string): { start: number; end: number }[] {
  const open = signature.indexOf('(');
  if (open < 0) return [];
  const parameters: { start: number; end: number }[] = [];
  let depth = 0;
  let start = open + 1;
  const close = (end: number) => {
    const piece = signature.slice(start, end);
    const inner = piece.replace(/^(?:\s*\[DISTINCT\]|[\s[\]])+/, '');
    const from = end - inner.length;
    const to = from + inner.replace(/[\s[\]]+$/, '').length;
    if (to > from) parameters.push({ start: from, end: to });
    start = end + 1;
  };
  for (let at = open + 1; at < signature.length; at++) {
    const character = signature[at];
    if (character === '(') depth++;
    if (character === ')' && depth-- === 0) {
      close(at);
      break;
    }
    if (character === ',' && depth === 0) close(at);
  }
  return parameters;
}
