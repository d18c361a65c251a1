/** What is wrong, by field: `name`, `mapping.3.from`, `variables.0.value`, `timeout`. */
export type Problems = Readonly<Record<string, string>>;

export interface FormProblems {
  /** Wrong as it stands; said while it is being typed. */
  wrong: Problems;
  /** Still to be filled in; said when somebody wants to go on. */
  missing: Problems;
}
