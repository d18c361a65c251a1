/** What the application's quitting needs to know of a window. */
export interface ListedWindow {
  focus(): void;
  /** Emits `close`; false when a listener prevented it. */
  requestClose(): boolean;
}

const windows = new Set<ListedWindow>();

export function openWindows(): ListedWindow[] {
  return [...windows];
}
export function addWindow(window: ListedWindow): void {
  windows.add(window);
}
export function removeWindow(window: ListedWindow): void {
  windows.delete(window);
}
