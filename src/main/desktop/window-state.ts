import { readJsonFile, writeJsonFile } from './json-file.ts';

/** In device-independent pixels, on the plane all displays share. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface WindowState {
  /** Where the window is when it is not maximized. */
  bounds: Rectangle;
  maximized: boolean;
}

export interface WindowPlacement {
  width: number;
  height: number;
  /** Left out: wherever the system puts new windows. */
  x?: number;
  y?: number;
  maximized: boolean;
}

export const minimumSize = { width: 900, height: 600 };
const usualSize = { width: 1440, height: 900 };

/** How much of a window's upper edge must be on a display, so that it can be grabbed. */
const grip = { width: 120, height: 32 };

/** Null when there is none, or none that can be read: the state of a window is never worth an error. */
export function readWindowState(file: string): WindowState | null {
  return parseWindowState(readJsonFile(file));
}

/** In one step, so that a crash leaves the old or the new state. Throws what the file system throws. */
export function writeWindowState(file: string, state: WindowState): void {
  writeJsonFile(file, state);
}

export function parseWindowState(value: unknown): WindowState | null {
  if (!isRecord(value) || !isRecord(value['bounds']) || typeof value['maximized'] !== 'boolean') return null;
  const { x, y, width, height } = value['bounds'];
  if (!isPixels(x) || !isPixels(y) || !isPixels(width) || !isPixels(height)) return null;
  return width < 1 || height < 1 ? null : { bounds: { x, y, width, height }, maximized: value['maximized'] };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isPixels(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(Number(value)) < 100_000;
}

/**
 * Where the window opens: as it was, but within the displays there are now (`workAreas`, the primary one first), and never
 * where it could not be reached.
 */
export function placeWindow(state: WindowState | null, workAreas: readonly Rectangle[]): WindowPlacement {
  const { bounds, maximized } = state ?? { bounds: undefined, maximized: false };
  const area = workAreas.find(candidate => bounds && isReachable(bounds, candidate));
  const room = area ?? workAreas[0] ?? { x: 0, y: 0, ...usualSize };
  const wanted = bounds ?? usualSize;
  const width = Math.min(Math.max(wanted.width, minimumSize.width), Math.max(room.width, minimumSize.width));
  const height = Math.min(
    Math.max(wanted.height, minimumSize.height),
    Math.max(room.height, minimumSize.height),
  );
  return bounds && area
    ? { x: bounds.x, y: bounds.y, width, height, maximized }
    : { width, height, maximized };
}

function isReachable({ x, y, width }: Rectangle, area: Rectangle): boolean {
  const across = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  return across >= Math.min(grip.width, width) && y >= area.y && y <= area.y + area.height - grip.height;
}
