import { useMemo } from 'react';
import type { Connection, ConnectionDefinition } from '../../../../shared/contract/connections.ts';
import type { EngineName } from '../../../../shared/domain/engines.ts';
import { type Trust, useTrust } from '../connections/use-trust.ts';
import { definitionOf } from '../connections/connection-form.ts';
import { useConnections } from '../environments-data.ts';
import type { EnvironmentForm } from './environment-form.ts';

/** The connection that the form of an environment names, or makes. */
export interface FormConnection {
  name: string;
  /** Undefined while none is chosen. */
  definition: ConnectionDefinition | undefined;
  engine: EngineName | undefined;
  /** What is saved of it. */
  saved: Connection | undefined;
  trust: Trust;
}

const noHosts: readonly string[] = [];
const nowhere = () => {};

/** Hosts that were trusted for a connection that is still to be made are kept by whoever makes it. */
export function useFormConnection(
  { connection, connectionToMake }: EnvironmentForm,
  trusted: readonly string[] = noHosts,
  onTrusted: (hosts: string[]) => void = nowhere,
): FormConnection {
  const { data } = useConnections();
  const made = useMemo(() => connectionToMake && definitionOf(connectionToMake), [connectionToMake]);
  const saved = made ? undefined : data?.connections.find(({ name }) => name === connection);
  const definition = made ?? saved?.definition;
  const trust = useTrust({ definition, saved, trusted, onTrusted });
  return { name: definition?.name ?? connection, definition, engine: definition?.engine, saved, trust };
}
