import { Select } from '@mantine/core';
import { useState } from 'react';
import { useEnvironments } from '../../../parts/environments.ts';
import { SuggestField } from '../../../ui/suggest-field.tsx';
import { useTrust } from '../connections/use-trust.ts';
import { useConnections } from '../environments-data.ts';
import { plainText } from '../form/fields.ts';
import formClasses from '../form/form.module.css';
import { useChoices } from '../form/use-choices.ts';
import type { ProfileFieldsProps } from './fields.ts';

interface Props extends ProfileFieldsProps {
  users: readonly string[];
}

const noHosts: readonly string[] = [];
const nowhere = () => {};

/** The warehouse of a profile. A profile is of no account: whose warehouses are listed is chosen beside. */
export function WarehouseField({ form, set, problems, users }: Props) {
  const [opened, setOpened] = useState(false);
  const [chosen, choose] = useState<string>();
  const { data } = useConnections();
  const remote = useEnvironments().filter(({ engine }) => engine !== 'duckdb');
  const environment =
    remote.find(({ name }) => name === chosen) ??
    remote.find(({ name }) => users.includes(name)) ??
    remote[0];
  const saved = data?.connections.find(({ name }) => name === environment?.connection);
  const trust = useTrust({ definition: saved?.definition, saved, trusted: noHosts, onTrusted: nowhere });
  const suggestions = useChoices({
    what: 'warehouses',
    environment: environment && String(environment.id),
    definition: saved?.definition,
    trust,
    needs: environment ? undefined : 'No environment is in Snowflake yet that could be asked: type the name.',
    opened,
  });
  return (
    <div className={formClasses.pair}>
      <SuggestField
        label="Warehouse"
        description="What statements run on"
        {...plainText}
        classNames={{ input: formClasses.code }}
        placeholder="not said"
        noneLabel="not said: each environment decides"
        value={form.warehouse}
        error={problems.warehouse}
        suggestions={suggestions}
        onOpen={() => setOpened(true)}
        onClose={() => setOpened(false)}
        onChange={warehouse => set({ warehouse })}
      />
      {remote.length > 1 && (
        <Select
          label="List the warehouses of"
          description="An environment; its role decides what is seen"
          data={remote.map(({ name }) => name)}
          value={environment?.name ?? null}
          onChange={name => name !== null && choose(name)}
        />
      )}
    </div>
  );
}
