import type { MenuItemConstructorOptions } from 'electron';
import type { EngineStatus } from './engine-watch.ts';
import { loginItemOption } from './login-option.ts';

export interface TrayState {
  /** Null while the engine cannot be reached. */
  engine: EngineStatus | null;
  /** Whether the application starts at login; null where it cannot. */
  startAtLogin: boolean | null;
}

export interface TrayActions {
  open: () => void;
  pauseAll: () => void;
  resumeAll: () => void;
  setStartAtLogin: (on: boolean) => void;
  quit: () => void;
}

const separator: MenuItemConstructorOptions = { type: 'separator' };

/** The menu of the tray's icon. `now` is in ms since the epoch; times are shown in `zone`, by default the system's. */
export function trayTemplate(
  { engine, startAtLogin }: TrayState,
  actions: TrayActions,
  now: number,
  zone?: string,
): MenuItemConstructorOptions[] {
  return [
    { id: 'next', label: nextFire(engine, now, zone), enabled: false },
    ...(engine && engine.activeRuns > 0
      ? [{ id: 'active', label: runsUnderWay(engine.activeRuns), enabled: false }]
      : []),
    separator,
    { id: 'open', label: 'Open Slipway', click: actions.open },
    engine?.paused
      ? { id: 'resume', label: 'Resume all jobs', click: actions.resumeAll }
      : { id: 'pause', label: 'Pause all jobs', enabled: engine !== null, click: actions.pauseAll },
    separator,
    loginItemOption(startAtLogin, actions.setStartAtLogin),
    { id: 'quit', label: 'Quit Slipway', click: actions.quit },
  ];
}

export function trayToolTip({ engine }: TrayState, now: number, zone?: string): string {
  return `Slipway: ${nextFire(engine, now, zone)}`;
}

/** `1 run is under way`, `2 runs are under way` */
export function runsUnderWay(count: number): string {
  return count === 1 ? '1 run is under way' : `${count.toLocaleString('en-US')} runs are under way`;
}

function nextFire(engine: EngineStatus | null, now: number, zone: string | undefined): string {
  if (!engine) return 'The engine cannot be reached';
  if (engine.paused) return 'All jobs are paused';
  if (!engine.next) return 'No job has a coming fire';
  return `Next: ${engine.next.job}, ${timeOfFire(Date.parse(engine.next.due_at), now, zone)}`;
}

/** `14:05 CET`, `23 Nov 2026, 14:05 CET` on another day than `now`. */
function timeOfFire(at: number, now: number, timeZone: string | undefined): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium' });
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  return day.format(at) === day.format(now) ? time.format(at) : `${day.format(at)}, ${time.format(at)}`;
}
