import { mapScheme } from '../browser/url-map.ts';
import { onlySupported, strictModule, unsupported } from '../strict.ts';
import { app } from './app.ts';

export type ProtocolHandler = (request: Request) => Response | Promise<Response>;

interface CustomScheme {
  scheme: string;
  privileges?: Record<string, boolean>;
}

const privileged = new Set<string>();
const handlers = new Map<string, ProtocolHandler>();
const known = [
  'standard',
  'secure',
  'supportFetchAPI',
  'corsEnabled',
  'stream',
  'codeCache',
  'bypassCSP',
  'allowServiceWorkers',
];

/** Electron's module of this name, for the one session there is. */
export const protocol = strictModule('protocol', {
  /** The stand-in can only show schemes that are `standard` and `secure`. */
  registerSchemesAsPrivileged(schemes: CustomScheme[]): void {
    if (app.isReady())
      throw new Error('protocol.registerSchemesAsPrivileged must be called before app is ready');
    for (const { scheme, privileges = {} } of schemes) {
      onlySupported('protocol.registerSchemesAsPrivileged', privileges, known);
      if (privileges['bypassCSP']) throw unsupported('schemes with bypassCSP');
      if (!privileges['standard'] || !privileges['secure']) {
        throw unsupported(`the scheme "${scheme}": only those that are standard and secure`);
      }
      privileged.add(scheme);
      mapScheme(scheme);
    }
  },
  handle(scheme: string, handler: ProtocolHandler): void {
    if (!privileged.has(scheme))
      throw unsupported(`handling "${scheme}", which is not registered as privileged`);
    if (handlers.has(scheme)) throw new Error(`The scheme "${scheme}" is already handled`);
    handlers.set(scheme, handler);
  },
  unhandle(scheme: string): void {
    handlers.delete(scheme);
  },
  isProtocolHandled: (scheme: string): boolean => handlers.has(scheme),
});

/** For the request router: what answers `url`; null when nothing does although the scheme is the application's. */
export function handlerFor(url: string): ProtocolHandler | null | undefined {
  const scheme = new URL(url).protocol.slice(0, -1);
  return handlers.get(scheme) ?? (privileged.has(scheme) ? null : undefined);
}
