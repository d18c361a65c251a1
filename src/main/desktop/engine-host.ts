import type { MessagePortMain } from 'electron';
import type { Client } from '../../shared/contract/index.ts';
import type { NotificationMessage } from '../../shared/contract/notifications.ts';

/** A way to call the engine, which may run in another process. */
export interface EngineLine {
  client: Client;
  /** Whether what it sends to desktop channels is shown here: an engine in another process has no desktop. */
  showsMessages: boolean;
  close(): Promise<void>;
}

/** Shows a message of a desktop channel; throws where the system cannot. */
export type ShowMessage = (message: NotificationMessage) => void;

/** All the shell knows of the engine it shows. */
export interface EngineHost {
  /** Serves the API to a page of ours, until the port closes. */
  serve(port: MessagePortMain): void;
  /** For the shell's own calls. Rejects while no engine can be reached. */
  connect: () => Promise<EngineLine>;
  /** The machine woke up: what is due is done. Resolves then; rejects while no engine can be reached. */
  wake(): Promise<void>;
  /** How many runs the end of this process would end: none where the engine runs in another. */
  activeRuns(): number;
  /** Resolves when everything is saved and no process of the engine is left. */
  close(): Promise<void>;
}
