import { SegmentedControl } from '@mantine/core';
import { ConnectionFields } from '../connections/connection-fields.tsx';
import { emptyConnection } from '../connections/connection-form.ts';
import { TrustNotice } from '../connections/trust.tsx';
import { useConnections } from '../environments-data.ts';
import { ConnectionChoice } from '../form/connection-choice.tsx';
import type { FieldsProps } from '../form/fields.ts';
import { ofConnectionToMake } from '../form/form-problems.ts';
import { FormSection } from '../form/form-section.tsx';
import type { FormConnection } from '../form/use-form-connection.ts';
import classes from './wizard.module.css';

interface Props extends FieldsProps {
  connection: FormConnection;
}

/** The connection of a new environment: one that there is, or one that is made with it. */
export function ConnectionStep({ form, set, problems, connection }: Props) {
  const { data } = useConnections();
  const first = data?.connections[0];
  const { connectionToMake } = form;
  const makeNew = () => set({ connectionToMake: { ...emptyConnection, engine: 'snowflake' } });
  const which = first && (
    <SegmentedControl
      aria-label="Connection to use"
      className={classes.choice}
      data={[
        { value: 'existing', label: 'An existing one' },
        { value: 'new', label: 'A new one' },
      ]}
      value={connectionToMake ? 'new' : 'existing'}
      onChange={value => {
        if (value === 'new') makeNew();
        else set({ connectionToMake: null, connection: form.connection || first.name });
      }}
    />
  );
  if (!connectionToMake) {
    return (
      <ConnectionChoice form={form} set={set} problems={problems} connection={connection}>
        {which}
      </ConnectionChoice>
    );
  }
  return (
    <>
      {which && (
        <FormSection title="Connection" description="How the warehouse is reached, and who signs in.">
          {which}
        </FormSection>
      )}
      <ConnectionFields
        form={connectionToMake}
        set={changes => set({ connectionToMake: { ...connectionToMake, ...changes } })}
        problems={ofConnectionToMake(problems)}
      >
        <TrustNotice
          name={connection.name}
          hosts={connection.trust.untrusted}
          onTrust={() => void connection.trust.ask()}
        />
      </ConnectionFields>
    </>
  );
}
