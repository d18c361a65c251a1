import type { Context } from '../context.ts';

/** Waits on the engine's clock; not beyond the moment when the engine begins to close. */
export async function pause(
  { clock, closing }: Pick<Context, 'clock' | 'closing'>,
  ms: number,
): Promise<void> {
  if (closing.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const wake = () => resolve();
  const stopTimer = clock.timer(ms, wake);
  closing.addEventListener('abort', wake);
  await promise;
  stopTimer();
  closing.removeEventListener('abort', wake);
}
