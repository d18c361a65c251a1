/** What went wrong, why, and what can be done about it. */
export interface Trouble {
  /** What did not happen: "The version was not published". */
  title: string;
  /** Why, in a sentence. */
  message: string;
  hint?: string | undefined;
  /** Further sentences, one for each thing found. */
  problems?: readonly string[] | undefined;
  /** A stable word for support. */
  code?: string | undefined;
  queryId?: string | undefined;
  /** Only for a report; not shown. */
  details?: string | undefined;
}

/** All of it as text, for a report. */
export function troubleText({
  title,
  message,
  hint,
  problems = [],
  code,
  queryId,
  details,
}: Trouble): string {
  return [
    title,
    message,
    ...problems.map(problem => `- ${problem}`),
    hint,
    code && `Code: ${code}`,
    queryId && `Query id: ${queryId}`,
    details,
  ]
    .filter(Boolean)
    .join('\n');
}
