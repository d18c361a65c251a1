import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { EnvironmentDefinition } from '../../../../shared/contract/environments.ts';
import { displayName } from '../../../../shared/domain/relation.ts';
import { api } from '../../../api.ts';
import { callFailure } from '../../../call-error.ts';
import { SuggestField, type Suggestions } from '../../../ui/suggest-field.tsx';
import { askedOfSomebody } from '../connections/authenticators.ts';
import { definitionOf, type EnvironmentForm } from './environment-form.ts';
import { plainText } from './fields.ts';
import formClasses from './form.module.css';
import type { FormConnection } from './use-form-connection.ts';

type What = 'roles' | 'warehouses' | 'databases' | 'schemas';

interface Props {
  what: What;
  label: string;
  description?: ReactNode;
  /** Shown where nothing is typed. */
  placeholder?: string;
  /** What choosing nothing means. */
  noneLabel: string;
  form: EnvironmentForm;
  connection: FormConnection;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** The name of something in the warehouse: chosen from what the role can see there, or typed. */
export function ChoiceField(props: Props) {
  const { what, label, description, placeholder = 'none', noneLabel, form, connection, value } = props;
  const [opened, setOpened] = useState(false);
  const suggestions = useChoices(what, form, connection, opened);
  return (
    <SuggestField
      label={label}
      description={description}
      {...plainText}
      classNames={{ input: formClasses.code }}
      placeholder={placeholder}
      noneLabel={noneLabel}
      value={value}
      error={props.error}
      suggestions={suggestions}
      onOpen={() => setOpened(true)}
      onClose={() => setOpened(false)}
      onChange={props.onChange}
    />
  );
}

/** What the account has to choose from, asked once somebody looks at it. */
function useChoices(
  what: What,
  form: EnvironmentForm,
  connection: FormConnection,
  opened: boolean,
): Suggestions {
  const { definition, trust, name } = connection;
  const known = definition && { environment: placeOf(what, form), what };
  // A person has to be there for some sign-ins: none is begun because a list was opened in passing.
  const somebody = definition && askedOfSomebody(definition);
  const key = JSON.stringify(known?.environment.connection);
  const [allowed, setAllowed] = useState<string>();
  const isAllowed = somebody === undefined || allowed === key;
  const needs = neededFor(what, form);
  const isReady = known !== undefined && trust.untrusted.length === 0 && needs === undefined;
  const query = useQuery({
    ...api.environments.choices.queryOptions({
      input: {
        environment: known?.environment ?? { name: 'none', connection: 'none' },
        what,
        ...(form.connectionToMake && trust.hosts.length > 0 ? { trust_hosts: trust.hosts } : {}),
      },
    }),
    enabled: isReady && isAllowed && opened,
    retry: false,
  });
  const called = name === '' ? 'the account' : name;
  const unknown = (message: string, action?: Suggestions['action']): Suggestions => ({
    state: 'unknown',
    names: [],
    message,
    ...(action && { action }),
  });
  const again = (label: string) => ({ label, run: () => void query.refetch() });
  if (!known) return unknown('Choose a connection first.');
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
  return { state: 'loading', names: [], message: `Asking ${called} for ${what}…` };
}

/** As much of the environment as decides what is seen: the less it names, the less can be wrong with it. */
function placeOf(what: What, form: EnvironmentForm): EnvironmentDefinition {
  const { connection, role, database } = definitionOf(form);
  return {
    name: 'choices',
    connection,
    ...(what !== 'roles' && role !== undefined ? { role } : {}),
    ...(what === 'schemas' && database !== undefined ? { database } : {}),
  };
}

function neededFor(what: What, form: EnvironmentForm): string | undefined {
  return what === 'schemas' && form.database.trim() === '' ? 'Choose the database first.' : undefined;
}

function failureText(error: unknown): string {
  const { message, hint } = callFailure(error);
  return [message, hint].filter(Boolean).join('. ');
}
