import type { ReactNode } from 'react';
import type { Environment } from '../../../../shared/contract/environments.ts';
import { ComputeFields } from '../form/compute-fields.tsx';
import { ConnectionChoice } from '../form/connection-choice.tsx';
import type { FieldsProps } from '../form/fields.ts';
import { IdentityFields } from '../form/identity-fields.tsx';
import { MappingFields } from '../form/mapping-fields.tsx';
import { PlaceFields } from '../form/place-fields.tsx';
import type { FormConnection } from '../form/use-form-connection.ts';
import { VariableFields } from '../form/variable-fields.tsx';
import classes from './page.module.css';
import { ProtectionNotice } from './protection-notice.tsx';

interface Props extends FieldsProps {
  environment: Environment;
  connection: FormConnection;
  onNewConnection: () => void;
  /** Above the fields. */
  children?: ReactNode;
}

export function Settings({ environment, connection, onNewConnection, children, ...fields }: Props) {
  return (
    <div className={classes.settings}>
      {children}
      <IdentityFields {...fields}>
        {fields.form.protected && <ProtectionNotice environment={environment} />}
      </IdentityFields>
      <ConnectionChoice {...fields} connection={connection} onNew={onNewConnection} />
      <PlaceFields {...fields} connection={connection} />
      <ComputeFields {...fields} connection={connection} />
      <MappingFields {...fields} />
      <VariableFields {...fields} />
    </div>
  );
}
