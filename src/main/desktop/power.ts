import { powerMonitor } from 'electron';

/**
 * Tells when the machine goes to sleep, wakes up or is unlocked, and when it shuts down; a system that has no such event
 * never emits it. Must be called when the application is ready.
 */
export function watchPower({ onWake, onShutdown }: { onWake: () => void; onShutdown: () => void }): void {
  // Before it sleeps too: what is due then is not late.
  powerMonitor.on('suspend', onWake);
  powerMonitor.on('resume', onWake);
  powerMonitor.on('unlock-screen', onWake);
  // The event is missing in the types. Preventing its default asks the system for time to close the engine.
  powerMonitor.on('shutdown', (event?: { preventDefault?: () => void }) => {
    event?.preventDefault?.();
    onShutdown();
  });
}
