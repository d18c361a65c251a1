import type { WorkspaceInfo } from '../../shared/contract/workspace.ts';
import type { Actor } from '../engine/actor.ts';
import type { Engine } from '../engine/engine.ts';
import type { Log, Redact } from '../engine/ports.ts';

/** What every handler gets: the engine, and who calls. */
export interface ApiContext {
  engine: Engine;
  actor: Actor;
  log: Log;
  /** Of what leaves in an error. */
  redact: Redact;
  info(): WorkspaceInfo;
}
