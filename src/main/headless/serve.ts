import { createHash } from 'node:crypto';
import type { WorkspaceInfo } from '../../shared/contract/workspace.ts';
import { SlipwayError } from '../../shared/domain/errors.ts';
import { socketClient } from '../api/clients.ts';
import type { Clock } from '../engine/ports.ts';
import { type Host, openHost } from '../host.ts';
import { socketPath } from '../system/places.ts';
import { redaction } from '../system/redaction.ts';
import { chooseToken } from './auth.ts';
import { listenOnHttp } from './http.ts';
import { openInBrowser } from './open-browser.ts';

export interface ServeOptions {
  /** The workspace, absolute; created where it does not exist. */
  directory: string;
  port?: number | undefined;
  /** Show the page in the person's browser. */
  open?: boolean | undefined;
  /** Wall clock and timers; by default those of the machine. */
  clock?: Clock | undefined;
}

export interface Served {
  /** `http://127.0.0.1:PORT`. */
  url: string;
  token: string;
  /** The address with the token in it, for a browser; anyone who has it can do everything. */
  pageUrl: string;
  close: () => Promise<void>;
}

/**
 * Opens a workspace and serves it over HTTP on this machine. Throws `conflict` when another process has the workspace, or
 * the port. The token is that of `SLIPWAY_TOKEN` or a new one.
 */
export async function serve(options: ServeOptions): Promise<Served> {
  const token = chooseToken(process.env);
  redaction.remember(token);
  const { directory, clock } = options;
  const host = await openHost({ directory, host: 'headless', clock });
  if (!host) throw await inUse(directory);
  try {
    return await start(host, options, token);
  } catch (cause) {
    await host.close();
    throw cause;
  }
}

async function start(host: Host, options: ServeOptions, token: string): Promise<Served> {
  const http = await listen(host, options.port, token);
  const pageUrl = `${http.url}/?token=${encodeURIComponent(token)}`;
  const forget = options.open ? openInBrowser(pageUrl) : () => {};
  return {
    url: http.url,
    token,
    pageUrl,
    async close() {
      forget();
      await http.close();
      await host.close();
    },
  };
}

/**
 * On the port asked for, or else on the workspace's own: a page remembers tabs and sizes by its address, so that should
 * stay the same from start to start. Where something else is there, any free port does.
 */
async function listen(host: Host, port: number | undefined, token: string) {
  if (port !== undefined) return await listenOnHttp(host, { port, token });
  try {
    return await listenOnHttp(host, { port: usualPort(host.directory), token });
  } catch (cause) {
    if (!(cause instanceof SlipwayError) || cause.code !== 'conflict') throw cause;
    return await listenOnHttp(host, { token });
  }
}

/** A port for each workspace, in a range that systems do not hand out by themselves. */
function usualPort(directory: string): number {
  return 20_000 + (createHash('sha256').update(directory).digest().readUInt32BE(0) % 10_000);
}

/** Says who has the workspace, where they answer. */
async function inUse(directory: string): Promise<SlipwayError> {
  const holder = await whoHas(directory).catch(() => undefined);
  const who = holder
    ? `Slipway (${holder.host}, process ${holder.pid}, since ${holder.started_at})`
    : 'Another process';
  return new SlipwayError('conflict', `${who} has the workspace ${directory} open`, {
    hint: 'Close it first, or choose another workspace; other commands work while it is open',
    related: holder ? { pid: holder.pid, host: holder.host } : undefined,
  });
}

async function whoHas(directory: string): Promise<WorkspaceInfo> {
  const { client, close } = await socketClient(socketPath(directory));
  try {
    return await client.workspace.info();
  } finally {
    await close();
  }
}
