import type { Variables } from '../../../../shared/contract/common.ts';
import { addVariableProblems } from '../../environments/form/form-problems.ts';
import { type VariableRow, variablesOf } from '../../environments/form/variable-values.ts';

const threadsPattern = /^([1-9]\d{0,2}|1000)$/;

/** How a build is to be done, as it is being chosen. */
export interface BuildOptions {
  /** Runs at once, as typed; empty for as many as the environment allows. */
  threads: string;
  fullRefresh: boolean;
  ignoreConditions: boolean;
  variables: VariableRow[];
  cause: string;
}

export const noOptions: BuildOptions = {
  threads: '',
  fullRefresh: false,
  ignoreConditions: false,
  variables: [],
  cause: '',
};

/** What is wrong with the options, by field: at once, and what is missing once it was tried to start it. */
export function optionProblems(
  { threads, variables, ignoreConditions, cause }: BuildOptions,
  isProtected: boolean,
): { wrong: Record<string, string>; missing: Record<string, string> } {
  const wrong: Record<string, string> = {};
  const missing: Record<string, string> = {};
  const typed = threads.trim();
  if (typed !== '' && !threadsPattern.test(typed)) wrong.threads = 'A number from 1 to 1000, or empty';
  addVariableProblems(variables, wrong, missing);
  if (isProtected && (variables.length > 0 || ignoreConditions) && cause.trim() === '') {
    missing.cause = 'Say why it is to run unlike what was approved';
  }
  return { wrong, missing };
}

/** What a plan is to know of the options; what is wrong with them is not among it. */
export function plannedOptions({ threads, fullRefresh, ignoreConditions }: BuildOptions): {
  threads?: number;
  full_refresh?: true;
  ignore_conditions?: true;
} {
  const typed = threads.trim();
  return {
    ...(threadsPattern.test(typed) && { threads: Number(typed) }),
    ...(fullRefresh && { full_refresh: true }),
    ...(ignoreConditions && { ignore_conditions: true }),
  };
}

/** All that a build is started with beside what it builds. */
export function startedOptions(options: BuildOptions): ReturnType<typeof plannedOptions> & {
  variables: Variables;
  cause: string;
} {
  return {
    ...plannedOptions(options),
    variables: variablesOf(options.variables),
    cause: options.cause.trim(),
  };
}
