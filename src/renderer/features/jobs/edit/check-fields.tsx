import { Autocomplete, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { checkName } from '../../../../shared/domain/checks.ts';
import { plainText } from '../../environments/form/fields.ts';
import { below } from './overlap-field.tsx';
import { type CheckRow, checkOf } from './quality-form.ts';
import classes from './starts.module.css';

interface Props {
  row: CheckRow;
  /** Tables and views to choose from. */
  sources: readonly string[];
  /** What becomes of a run where it is not met. */
  otherwise: string;
  problem: (field: string) => string | undefined;
  change: (changes: Partial<CheckRow>) => void;
}

/** What a check is about, how bad it is, and what it is called. */
export function CheckFields(props: Props) {
  const { row, problem, change, otherwise } = props;
  return (
    <>
      <About {...props} />
      <div className={classes.two}>
        <TextInput
          label={row.check === 'sql' ? 'What is wrong with the rows' : 'Name'}
          required={row.check === 'sql'}
          maxLength={100}
          placeholder={row.check === 'sql' ? 'no negative delay' : checkName(checkOf({ ...row, name: '' }))}
          value={row.name}
          error={problem('name')}
          onChange={event => change({ name: event.currentTarget.value })}
        />
        <div>
          <p className={classes.label}>Where it is not met</p>
          <SegmentedControl
            aria-label="Where it is not met"
            data={[
              { value: 'fail', label: otherwise },
              { value: 'warn', label: 'Only warn' },
            ]}
            value={row.severity}
            onChange={severity => change({ severity })}
          />
        </div>
      </div>
    </>
  );
}

function About(props: Props) {
  const { row, problem, change, sources } = props;
  switch (row.check) {
    case 'not_null':
      return <Text {...props} field="column" label="Column" />;
    case 'unique':
      return (
        <Text
          {...props}
          field="columns"
          label="Columns"
          description="Parted by commas; they are unique together. Rows with a NULL in one of them are not compared"
        />
      );
    case 'accepted_values':
      return (
        <div className={classes.two}>
          <Text {...props} field="column" label="Column" />
          <Textarea
            label="Values"
            required
            {...plainText}
            {...below}
            description="One on each line; NULL is accepted, too"
            classNames={{ input: classes.code }}
            autosize
            minRows={2}
            maxRows={8}
            value={row.values}
            error={problem('values')}
            onChange={event => change({ values: event.currentTarget.value })}
          />
        </div>
      );
    case 'relationship':
      return (
        <>
          <Text {...props} field="column" label="Column" />
          <div className={classes.two}>
            <Autocomplete
              label="Is in table"
              required
              {...plainText}
              {...below}
              description="Named and mapped like the sources"
              classNames={{ input: classes.code }}
              placeholder="DATABASE.SCHEMA.TABLE"
              data={[...sources]}
              value={row.to}
              error={problem('to')}
              onChange={to => change({ to })}
            />
            <Text {...props} field="toColumn" label="Its column" />
          </div>
        </>
      );
    case 'row_count':
      return (
        <div className={classes.two}>
          <Text {...props} field="min" label="At least" numeric />
          <Text {...props} field="max" label="At most" numeric />
        </div>
      );
    case 'row_change':
      return (
        <div className={classes.two}>
          <Text
            {...props}
            field="decrease"
            label="At most fewer, in percent"
            description="Than the last run that completed"
            numeric
          />
          <Text {...props} field="increase" label="At most more, in percent" numeric />
        </div>
      );
    case 'freshness':
      return (
        <div className={classes.two}>
          <Text
            {...props}
            field="column"
            label="Column"
            description="A date or timestamp, whose latest value counts"
          />
          <Text {...props} field="within" label="No older than" />
        </div>
      );
    case 'sql':
      return (
        <Textarea
          label="Query"
          required
          {...plainText}
          {...below}
          description={
            <>
              Returns the bad rows. <code>{'{{ this }}'}</code> is what is looked at
            </>
          }
          classNames={{ input: classes.code }}
          autosize
          minRows={3}
          maxRows={16}
          value={row.sql}
          error={problem('sql')}
          onChange={event => change({ sql: event.currentTarget.value })}
        />
      );
  }
}

interface TextProps extends Props {
  field: 'column' | 'columns' | 'toColumn' | 'min' | 'max' | 'decrease' | 'increase' | 'within';
  label: string;
  description?: string;
  numeric?: boolean;
}

function Text({ row, problem, change, field, label, description, numeric = false }: TextProps) {
  return (
    <TextInput
      label={label}
      required={!numeric}
      {...plainText}
      {...below}
      classNames={numeric ? {} : { input: classes.code }}
      inputMode={numeric ? 'numeric' : 'text'}
      description={description}
      value={row[field]}
      error={problem(field)}
      onChange={event => change({ [field]: event.currentTarget.value })}
    />
  );
}
