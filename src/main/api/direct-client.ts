import { createRouterClient } from '@orpc/server';
import type { Client } from '../../shared/contract/index.ts';
import type { ApiContext } from './context.ts';
import { router } from './router.ts';

/** Calls the engine of this process: no transport, no copying, but the same validation and errors. */
export function directClient(context: ApiContext): Client {
  return createRouterClient(router, { context });
}
