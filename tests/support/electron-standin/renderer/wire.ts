/** Messages between the stand-in's main process and its half in the preload's world; the codec makes them text. */
export type ToMain =
  | { type: 'send'; channel: string; args: unknown[] }
  | { type: 'invoke'; id: number; channel: string; args: unknown[] }
  | { type: 'post'; channel: string; message: unknown; ports: string[] }
  | { type: 'port'; id: string; message: unknown; ports: string[] }
  | { type: 'port-closed'; id: string }
  | { type: 'title'; title: string }
  | { type: 'window-open'; url: string; name: string; features: string };

export type ToWorld =
  | { type: 'send'; channel: string; args: unknown[] }
  | { type: 'reply'; id: number; value: unknown }
  | { type: 'refusal'; id: number; message: string }
  | { type: 'post'; channel: string; message: unknown; ports: string[] }
  | { type: 'port'; id: string; message: unknown; ports: string[] }
  | { type: 'port-closed'; id: string };

/** Name of the binding through which the preload's world reaches the main process; pages cannot see it. */
export const bindingName = '__electronStandIn';
/** Name of the isolated world preload scripts run in. */
export const worldName = 'Electron stand-in preload';
