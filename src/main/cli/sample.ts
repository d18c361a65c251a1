import type * as z from 'zod';
import type { Client } from '../../shared/contract/index.ts';
import type { sampleResult } from '../../shared/contract/workspace.ts';

/** A connection that gets a share of the sample, with what its environments use there. */
export interface SamplePlace {
  connection: string;
  role?: string | undefined;
  warehouse?: string | undefined;
}

/** Loads the sample, by default onto the embedded engine; `onStep` hears of each step as it begins. */
export async function loadSample(
  client: Client,
  onStep: (message: string) => void,
  into?: SamplePlace,
): Promise<z.infer<typeof sampleResult>> {
  const steps = await client.sample.load({ into });
  for (;;) {
    const step = await steps.next();
    if (step.done) return step.value;
    onStep(step.value.message);
  }
}
