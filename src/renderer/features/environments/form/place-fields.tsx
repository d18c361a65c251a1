import { Anchor, Select, TextInput } from '@mantine/core';
import { engineWords } from '../../../parts/engine-words.ts';
import { useConnections } from '../environments-data.ts';
import { type FieldsProps, plainText } from './fields.ts';
import { FormSection } from './form-section.tsx';
import classes from './form.module.css';

/** How the warehouse is reached, and where unqualified names are looked up. */
export function PlaceFields(props: FieldsProps) {
  const { form, set, problems } = props;
  const { data } = useConnections();
  const engine = form.newConnection
    ? 'duckdb'
    : data?.connections.find(({ name }) => name === form.connection)?.engine;
  const embedded = engine === 'duckdb';
  return (
    <>
      <FormSection
        title="Connection"
        description={
          embedded
            ? 'DuckDB has no roles and no warehouses: what is given here is kept, not used.'
            : undefined
        }
      >
        <ConnectionField {...props} />
        <div className={classes.pair}>
          <TextInput
            label="Role"
            {...plainText}
            placeholder="none"
            value={form.role}
            error={problems.role}
            onChange={event => set({ role: event.currentTarget.value })}
          />
          <TextInput
            label="Warehouse"
            {...plainText}
            placeholder="none"
            value={form.warehouse}
            error={problems.warehouse}
            onChange={event => set({ warehouse: event.currentTarget.value })}
          />
        </div>
      </FormSection>
      <FormSection title="Defaults" description="Where names are looked up that give no database or schema.">
        <div className={classes.pair}>
          <TextInput
            label="Database"
            {...plainText}
            classNames={{ input: classes.code }}
            placeholder="none"
            value={form.database}
            error={problems.database}
            onChange={event => set({ database: event.currentTarget.value })}
          />
          <TextInput
            label="Schema"
            {...plainText}
            classNames={{ input: classes.code }}
            placeholder="none"
            value={form.schema}
            error={problems.schema}
            onChange={event => set({ schema: event.currentTarget.value })}
          />
        </div>
      </FormSection>
    </>
  );
}

function ConnectionField({ form, set, problems }: FieldsProps) {
  const { data } = useConnections();
  const connections = data?.connections ?? [];
  if (form.newConnection) {
    return (
      <TextInput
        label="New connection"
        description={
          <>
            DuckDB (approximate): the embedded engine, no account needed.
            {connections.length > 0 && (
              <>
                {' '}
                <Anchor
                  component="button"
                  type="button"
                  size="xs"
                  onClick={() => set({ newConnection: false, connection: connections[0]?.name ?? '' })}
                >
                  Use an existing one
                </Anchor>
              </>
            )}
          </>
        }
        required
        {...plainText}
        placeholder="embedded"
        value={form.connection}
        error={problems.connection}
        onChange={event => set({ connection: event.currentTarget.value })}
      />
    );
  }
  return (
    <Select
      label="Connection"
      description={
        <Anchor
          component="button"
          type="button"
          size="xs"
          onClick={() => set({ newConnection: true, connection: '' })}
        >
          Make a new one
        </Anchor>
      }
      required
      data={connections.map(({ name, engine }) => ({
        value: name,
        label: `${name} · ${engineWords[engine] ?? engine}`,
      }))}
      value={form.connection === '' ? null : form.connection}
      placeholder="Choose"
      error={problems.connection}
      onChange={value => value !== null && set({ connection: value })}
    />
  );
}
