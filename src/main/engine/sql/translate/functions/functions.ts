import type { FunctionRule, FunctionRules } from '../rules.ts';
import { aggregateFunctions } from './aggregates.ts';
import { conditionFunctions } from './conditions.ts';
import { conversionFunctions } from './conversions.ts';
import { dateConversions } from './date-conversions.ts';
import { dateFunctions } from './dates.ts';
import { jsonFunctions } from './json.ts';
import { numberFunctions } from './numbers.ts';
import { patternFunctions } from './patterns.ts';
import { sessionFunctions } from './session.ts';
import { textFunctions } from './text.ts';
import { windowFunctions } from './windows.ts';

const all: FunctionRules = {
  ...aggregateFunctions,
  ...conditionFunctions,
  ...conversionFunctions,
  ...dateConversions,
  ...dateFunctions,
  ...jsonFunctions,
  ...numberFunctions,
  ...patternFunctions,
  ...sessionFunctions,
  ...textFunctions,
  ...windowFunctions,
};
const byName = new Map(Object.entries(all));

/** The rule for a function, by its name in upper case. */
export function functionRule(name: string): FunctionRule | undefined {
  return byName.get(name);
}

/** Every function with a rule. */
export const functionNames: readonly string[] = [...byName.keys()];
