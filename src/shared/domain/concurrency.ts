/** Runs of an environment under way at once where nobody says otherwise: a workstation shares one warehouse with them. */
export const defaultMaxConcurrentRuns = 4;
