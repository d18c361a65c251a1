import type * as z from 'zod';
import type { Client } from '../../shared/contract/index.ts';
import type { sampleResult } from '../../shared/contract/workspace.ts';

/** Loads the sample; `onStep` hears of each step as it begins. */
export async function loadSample(
  client: Client,
  onStep: (message: string) => void,
): Promise<z.infer<typeof sampleResult>> {
  const steps = await client.sample.load();
  for (;;) {
    const step = await steps.next();
    if (step.done) return step.value;
    onStep(step.value.message);
  }
}
