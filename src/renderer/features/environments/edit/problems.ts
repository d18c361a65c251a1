/** What is wrong, by field: `name`, `mapping.3.from`, `variables.0.value`, `timeout`. */
export type Problems = Readonly<Record<string, string>>;

export interface FormProblems {
  /** Wrong as it stands; said while it is being typed. */
  wrong: Problems;
  /** Still to be filled in; said when somebody wants to go on. */
  missing: Problems;
}

/** A problem as the contract words it, `must be …`, beside its field. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `.region` or `["A.B"]`, with or without more behind it, as the key it names. */
export function keyIn(path: string): string | undefined {
  const plain = /^\.([\w-]+)/.exec(path)?.[1];
  if (plain !== undefined) return plain;
  const quoted = /^\[("(?:[^"\\]|\\.)*")\]/.exec(path)?.[1];
  if (quoted === undefined) return undefined;
  const name: unknown = JSON.parse(quoted);
  return typeof name === 'string' ? name : undefined;
}
