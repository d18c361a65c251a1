import { type ReactNode, useState } from 'react';
import type { EnvironmentDefinition } from '../../../../shared/contract/environments.ts';
import { hasWarehouses } from '../../../../shared/domain/engines.ts';
import { SuggestField } from '../../../ui/suggest-field.tsx';
import { definitionOf, type EnvironmentForm } from './environment-form.ts';
import { plainText } from './fields.ts';
import formClasses from './form.module.css';
import { useChoices } from './use-choices.ts';
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
export function ChoiceField({ what, form, connection, placeholder = 'none', ...field }: Props) {
  const [opened, setOpened] = useState(false);
  const suggestions = useChoices({
    what,
    environment: connection.definition && placeOf(what, form),
    definition: connection.definition,
    trust: connection.trust,
    needs: neededFor(what, form, connection),
    opened,
  });
  return (
    <SuggestField
      {...field}
      {...plainText}
      classNames={{ input: formClasses.code }}
      placeholder={placeholder}
      suggestions={suggestions}
      onOpen={() => setOpened(true)}
      onClose={() => setOpened(false)}
    />
  );
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

function neededFor(what: What, form: EnvironmentForm, { definition }: FormConnection): string | undefined {
  if (!definition) return 'Choose a connection first.';
  if (!hasWarehouses[definition.engine] && (what === 'roles' || what === 'warehouses')) {
    return `DuckDB has no ${what}.`;
  }
  return what === 'schemas' && form.database.trim() === '' ? 'Choose the database first.' : undefined;
}
