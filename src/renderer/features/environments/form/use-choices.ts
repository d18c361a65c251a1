import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConnectionDefinition } from '../../../../shared/contract/connections.ts';
import type { EnvironmentDefinition } from '../../../../shared/contract/environments.ts';
import { displayName } from '../../../../shared/domain/relation.ts';
import { api } from '../../../api.ts';
import { callFailure } from '../../../call-error.ts';
import type { Suggestions } from '../../../ui/suggest-field.tsx';
import { askedOfSomebody } from '../connections/authenticators.ts';
import type { Trust } from '../connections/use-trust.ts';

interface Question {
  what: 'roles' | 'warehouses' | 'databases' | 'schemas';
  /** By id, or as far as it decides what is seen; undefined while there is nobody to ask. */
  environment: string | EnvironmentDefinition | undefined;
  /** Of its connection. */
  definition: ConnectionDefinition | undefined;
  trust: Trust;
  /** Why it cannot be asked yet. */
  needs?: string | undefined;
  /** The list is looked at. */
  opened: boolean;
}

/** What an account has to choose from, asked once somebody looks at it. */
export function useChoices(question: Question): Suggestions {
  const { what, environment, definition, trust, needs, opened } = question;
  // A person has to be there for some sign-ins: none is begun because a list was opened in passing.
  const somebody = definition && askedOfSomebody(definition);
  const key = JSON.stringify(definition);
  const [allowed, setAllowed] = useState<string>();
  const isAllowed = somebody === undefined || allowed === key;
  const isReady = environment !== undefined && trust.untrusted.length === 0 && needs === undefined;
  const isSaved =
    environment === undefined ||
    typeof environment === 'string' ||
    typeof environment.connection === 'string';
  const query = useQuery({
    ...api.environments.choices.queryOptions({
      input: {
        environment: environment ?? '-',
        what,
        ...(isSaved || trust.hosts.length === 0 ? {} : { trust_hosts: trust.hosts }),
      },
    }),
    enabled: isReady && isAllowed && opened,
    retry: false,
  });
  const called = definition === undefined || definition.name === '' ? 'the account' : definition.name;
  const unknown = (message: string, action?: Suggestions['action']): Suggestions => ({
    state: 'unknown',
    names: [],
    message,
    ...(action && { action }),
  });
  const again = (label: string) => ({ label, run: () => void query.refetch() });
  if (needs !== undefined) return unknown(needs);
  if (trust.untrusted.length > 0) {
    const run = () => void trust.ask();
    return unknown(`${called} asks for trust in ${trust.untrusted.join(', ')} first.`, {
      label: 'Look and decide…',
      run,
    });
  }
  if (query.isFetching) return { state: 'loading', names: [], message: `Asking ${called} for ${what}…` };
  if (query.data) {
    return { state: 'ready', names: query.data.names.map(displayName), action: again('Ask again') };
  }
  if (query.error) {
    return { state: 'failed', names: [], message: failureText(query.error), action: again('Try again') };
  }
  if (!isAllowed) {
    return unknown(`Listing ${what} signs in. ${somebody}`, {
      label: `Sign in and list ${what}`,
      run: () => setAllowed(key),
    });
  }
  return unknown('');
}

function failureText(error: unknown): string {
  const { message, hint } = callFailure(error);
  return hint === undefined ? message : `${message.replace(/\.$/, '')}. ${hint}`;
}
