import type { ServerOptions } from './options.ts';
import { startSnowflakeServer } from './server.ts';

/**
 * The server in a process of its own: forked, it takes its options as the first message and answers with where it is.
 * It ends when its parent does, or closes the channel.
 */
process.once('message', (options: Pick<ServerOptions, 'account' | 'roles' | 'users' | 'warehouses'>) => {
  void startSnowflakeServer(options).then(({ url, account }) => process.send?.({ url, account }));
});
process.once('disconnect', () => process.exit(0));
// A terminal sends it to everybody: who started this process still needs it to end well.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
