import { FormSection } from './form-section.tsx';
import { ChoiceField } from './choice-field.tsx';
import type { FieldsProps } from './fields.ts';
import formClasses from './form.module.css';
import type { FormConnection } from './use-form-connection.ts';

interface Props extends FieldsProps {
  connection: FormConnection;
}

/** As whom statements run, and where unqualified names are looked up. */
export function PlaceFields({ form, set, problems, connection }: Props) {
  const shared = { form, connection };
  return (
    <FormSection
      title="Role and defaults"
      description={
        connection.engine === 'duckdb'
          ? 'Where names are looked up that give no database or schema. DuckDB has no roles: what is given here is kept, not used.'
          : 'As whom statements run, and where names are looked up that give no database or schema.'
      }
    >
      <div className={formClasses.short}>
        <ChoiceField
          {...shared}
          what="roles"
          label="Role"
          noneLabel="none: the default role of the user"
          value={form.role}
          error={problems.role}
          onChange={role => set({ role })}
        />
      </div>
      <div className={formClasses.pair}>
        <ChoiceField
          {...shared}
          what="databases"
          label="Database"
          noneLabel="none: every name says its database"
          value={form.database}
          error={problems.database}
          onChange={database => set({ database })}
        />
        <ChoiceField
          {...shared}
          what="schemas"
          label="Schema"
          noneLabel="none: every name says its schema"
          value={form.schema}
          error={problems.schema}
          onChange={schema => set({ schema })}
        />
      </div>
    </FormSection>
  );
}
