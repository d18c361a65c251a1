/**
 * How much the DuckDB executor does at once. Statements run on libuv's thread pool, one thread each for as long as
 * they take; whoever finds none waits behind the slowest. So each sort of work has a share of its own, and the pool has
 * room for all of them together: long builds never keep a person from looking something up.
 */
export const limits = {
  /** Scripts and loads: they may take hours. */
  scripts: 48,
  /** Questions with short answers: describe, catalog, count, recall, tests. */
  lookups: 16,
  /** Open cursors; each holds a connection until its reader is done, and a thread only while a page is computed. */
  cursors: 24,
} as const;

/** UV_THREADPOOL_SIZE of the process; what is left over is for files. */
export const threadPoolSize = limits.scripts + limits.lookups + limits.cursors + 8;
