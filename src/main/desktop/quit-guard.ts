import { app, dialog } from 'electron';
import { runsUnderWay } from './tray-template.ts';

export interface QuitOptions {
  /** How many runs would end with the application. */
  activeRuns: () => number;
  /** The person chose to stay. */
  onStay: () => void;
}

export interface QuitGuard {
  /** Whether the application is ending: windows that close now are not put away. */
  isQuitting: () => boolean;
  /** Ends the application without asking: the machine shuts down, or somebody said so with a signal. */
  quitUnasked: () => void;
}

/** Asks before the application ends while runs are under way. */
export function guardQuit({ activeRuns, onStay }: QuitOptions): QuitGuard {
  let allowed = false;
  let quitting = false;
  let asking = false;
  const quitUnasked = () => {
    allowed = true;
    app.quit();
  };
  const ask = async (runs: number) => {
    asking = true;
    const quit = await mayQuit(runs).finally(() => (asking = false));
    if (allowed) return;
    if (quit) quitUnasked();
    else onStay();
  };
  app.on('before-quit', event => {
    const runs = allowed ? 0 : activeRuns();
    quitting = runs === 0;
    if (quitting) return;
    event.preventDefault();
    if (!asking) void ask(runs);
  });
  // A dialog would only hold up who sends one: the end of a session, or Ctrl-C in the terminal.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, quitUnasked);
  return { isQuitting: () => quitting, quitUnasked };
}

async function mayQuit(runs: number): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: 'Quit Slipway?',
    message: `${runsUnderWay(runs)}.`,
    detail: `Quitting cancels ${runs === 1 ? 'it' : 'them'}. No job is started until Slipway runs again.`,
    buttons: ['Quit', 'Keep running'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}
