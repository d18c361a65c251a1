import type { ReactNode } from 'react';
import type { Environment } from '../../../../shared/contract/environments.ts';
import type { FieldsProps } from '../form/fields.ts';
import { IdentityFields } from '../form/identity-fields.tsx';
import { LimitFields } from '../form/limit-fields.tsx';
import { MappingFields } from '../form/mapping-fields.tsx';
import { PlaceFields } from '../form/place-fields.tsx';
import { VariableFields } from '../form/variable-fields.tsx';
import classes from './page.module.css';
import { ProtectionNotice } from './protection-notice.tsx';

interface Props extends FieldsProps {
  environment: Environment;
  /** Above the fields. */
  children?: ReactNode;
}

export function Settings({ environment, children, ...fields }: Props) {
  return (
    <div className={classes.settings}>
      {children}
      <IdentityFields {...fields}>
        {fields.form.protected && <ProtectionNotice environment={environment} />}
      </IdentityFields>
      <PlaceFields {...fields} />
      <MappingFields {...fields} />
      <VariableFields {...fields} />
      <LimitFields {...fields} />
    </div>
  );
}
