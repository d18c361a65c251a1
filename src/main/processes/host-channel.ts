import { keepCompiled } from './compile-cache.ts';

/** The child's end of the channel to the engine's process, whichever host started it. */
export interface HostChannel {
  /** `sent` is called when the message has left the process, or cannot any more. */
  post(message: unknown, sent?: () => void): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The engine's process is gone. */
  onClose(listener: () => void): void;
}

/** Electron's `process.parentPort` in a utility process, as far as it is used here. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
}

/** Files that a child makes are its user's only, as tables and copies of the database are; Windows ignores it. */
const privateMask = 0o077;

export function openHostChannel(): HostChannel {
  // Here, not where it is started: a utility process of Electron's does not inherit it.
  process.umask(privateMask);
  const channel = channelOfHost();
  let first = true;
  return {
    ...channel,
    post(message, sent) {
      channel.post(message, sent);
      if (!first) return;
      first = false;
      // Whoever has something to say has loaded what it needs for that.
      setImmediate(keepCompiled);
    },
  };
}

function channelOfHost(): HostChannel {
  const { parentPort } = process as NodeJS.Process & { parentPort?: ParentPort };
  if (parentPort) {
    return {
      post(message, sent) {
        // A message port, not a window: there is no origin.
        // oxlint-disable-next-line unicorn/require-post-message-target-origin
        parentPort.postMessage(message);
        // The port writes in the background and does not tell when it has.
        if (sent) setTimeout(sent, 50);
      },
      onMessage: listener => parentPort.on('message', event => listener(event.data)),
      onClose: listener => parentPort.on('close', listener),
    };
  }
  if (!process.send) throw new Error('This program is started by Slipway, not by hand');
  return {
    post(message, sent) {
      if (process.connected) process.send?.(message, undefined, {}, () => sent?.());
      else sent?.();
    },
    onMessage: listener => process.on('message', listener),
    onClose: listener => process.on('disconnect', listener),
  };
}
