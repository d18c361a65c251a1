import { EventEmitter } from 'node:events';
import { registerHooks } from 'node:module';

/**
 * Loaded first in every utility process: gives it Electron's `process.parentPort` in place of Node's IPC channel.
 */
const send = process.send?.bind(process);

const parentPort = Object.assign(new EventEmitter(), {
  postMessage(message: unknown): void {
    send?.(message);
  },
  /** Messages queue in the pipe until somebody listens, so there is nothing to start. */
  start(): void {},
});

Object.defineProperty(process, 'parentPort', { value: parentPort });
Object.defineProperty(process, 'type', { value: 'utility' });
Object.defineProperty(process, 'send', { value: undefined });

parentPort.on('newListener', event => {
  if (event === 'message' && parentPort.listenerCount('message') === 0) {
    process.on('message', data => parentPort.emit('message', { data, ports: [] }));
  }
});
// Electron's utility processes end with the application.
process.on('disconnect', () => process.exit());

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron')
      throw new Error('The Electron stand-in has no electron module in utility processes');
    return next(specifier, context);
  },
});
