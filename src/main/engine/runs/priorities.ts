/** The priority of runs of backfills: below the lowest that a job can have. Nothing else has it. */
export const backfillPriority = -1_000;

/** Whether a run builds a chunk of a backfill. One that was done again later is an ordinary run. */
export const isOfBackfill = ({ priority }: { priority: number }): boolean => priority === backfillPriority;
