import { useMemo } from 'react';
import type { Connection, ConnectionDefinition } from '../../../../shared/contract/connections.ts';
import { foreignHostsOf } from './authenticators.ts';
import { confirmTrust, keepTrust, untrustedOf } from './trust.tsx';

/** Whether a connection, saved or being written, may be used. */
export interface Trust {
  /** Hosts that have to be trusted before anything is sent. */
  untrusted: readonly string[];
  /** Trusted here, for calls about a definition that is not saved. */
  hosts: string[];
  /** Asks where something is to be asked; resolves to `hosts` as they are then, or null for "no". */
  ask: () => Promise<string[] | null>;
}

interface Subject {
  /** As it would be used; undefined while there is none. */
  definition: ConnectionDefinition | undefined;
  /** What is saved of it, if anything. */
  saved: Connection | undefined;
  /** Hosts that were trusted for what is not saved yet. */
  trusted: readonly string[];
  onTrusted: (hosts: string[]) => void;
}

/** Trust that is given to hosts which only an edit names is kept by whoever edits, until that is saved. */
export function useTrust({ definition, saved, trusted, onTrusted }: Subject): Trust {
  return useMemo(() => {
    const named = definition ? foreignHostsOf(definition) : [];
    const known = saved ? saved.foreign_hosts.filter(host => host.trusted).map(({ host }) => host) : [];
    const untrusted = named.filter(host => !trusted.includes(host) && !known.includes(host));
    return {
      untrusted,
      hosts: named.filter(host => !untrusted.includes(host)),
      ask: async () => {
        if (!definition || untrusted.length === 0) return named;
        if (!(await confirmTrust(definition, untrusted))) return null;
        const saveable = saved ? untrustedOf(saved).filter(host => untrusted.includes(host)) : [];
        if (saved && saveable.length > 0 && !(await keepTrust(saved, saveable))) return null;
        const rest = untrusted.filter(host => !saveable.includes(host));
        if (rest.length > 0) onTrusted([...trusted, ...rest]);
        return named;
      },
    };
  }, [definition, saved, trusted, onTrusted]);
}

/** Keeps with a connection that was just saved the trust that was given while it was being written. */
export async function keepTrusted(saved: Connection, trusted: readonly string[]): Promise<void> {
  const wanted = untrustedOf(saved).filter(host => trusted.includes(host));
  if (wanted.length > 0) await keepTrust(saved, wanted);
}
