import type { MessagePortMain } from 'electron';

/** All the shell knows of the engine it shows. */
export interface EngineHost {
  /** Serves the API to a page of ours, until the port closes. */
  serve(port: MessagePortMain): void;
  /** Resolves when everything is saved and no process of the engine is left. */
  close(): Promise<void>;
}
