/** What is known of the work that failed. */
export interface ErrorContext {
  /** Of the connection, for people. */
  name: string;
  host: string;
  /** The statement as it was sent: its lines are counted from there. */
  sql?: string;
  queryId?: string | undefined;
  /** See `Wire.clockAheadMs`. */
  clockAheadMs?: number | null;
}
