import {
  ActionIcon,
  Autocomplete,
  Button,
  Menu,
  SegmentedControl,
  Select,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { IconChevronDown, IconClockCheck, IconListCheck, IconPlus, IconTrash } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import type { CheckKind } from '../../../../shared/contract/checks.ts';
import { checkTitles } from '../../../parts/check-titles.ts';
import { sizes } from '../../../ui/theme.ts';
import { nextKey } from '../../environments/form/environment-form.ts';
import { plainText } from '../../environments/form/fields.ts';
import { FormSection } from '../../environments/form/form-section.tsx';
import { readSources } from '../reads.ts';
import { CheckFields } from './check-fields.tsx';
import type { JobFieldsProps } from './fields.ts';
import { below } from './overlap-field.tsx';
import { type ConditionRow, emptyCheck, emptyCondition } from './quality-form.ts';
import classes from './starts.module.css';

const checkKinds = Object.keys(checkTitles) as CheckKind[];

/** What must be so of the sources when a run starts. */
export function ConditionFields(props: JobFieldsProps) {
  const { form, set, problems } = props;
  const rows = form.conditions;
  const sources = sourcesIn(props);
  const add = (kind: ConditionRow['kind']) => {
    const [only] = sources.length === 1 ? sources : [];
    set({ conditions: [...rows, { ...emptyCondition(nextKey(rows), kind), source: only ?? '' }] });
  };
  const fresh = rows.filter(({ kind }) => kind === 'freshness').length;
  return (
    <FormSection
      title="Conditions"
      description="Looked at when a run starts, before anything is built. Where they are not met, it is skipped."
    >
      {fresh > 1 && (
        <Select
          label="Fresh are"
          data={[
            { value: 'all', label: 'All of them' },
            { value: 'any', label: 'Any of them' },
          ]}
          value={form.freshnessWhen}
          onChange={when => set({ freshnessWhen: when === 'any' ? 'any' : 'all' })}
        />
      )}
      {rows.map(row => {
        const problem = (field: string) => problems[`conditions.${row.key}.${field}`];
        const change = (changes: Partial<ConditionRow>) =>
          set({ conditions: rows.map(other => (other === row ? { ...row, ...changes } : other)) });
        return (
          <Card
            key={row.key}
            icon={row.kind === 'freshness' ? IconClockCheck : IconListCheck}
            title={row.kind === 'freshness' ? 'Freshness' : `Quality: ${checkTitles[row.check.check]}`}
            onRemove={() => set({ conditions: rows.filter(({ key }) => key !== row.key) })}
          >
            <Autocomplete
              label="Source"
              required
              {...plainText}
              classNames={{ input: classes.code }}
              placeholder="DATABASE.SCHEMA.TABLE"
              data={sources}
              value={row.source}
              error={problem('source')}
              onChange={source => change({ source })}
            />
            {row.kind === 'freshness' ? (
              <FreshnessFields {...props} row={row} problem={problem} change={change} />
            ) : (
              <>
                <Select
                  label="Must be"
                  data={checkKinds.map(value => ({ value, label: checkTitles[value] }))}
                  value={row.check.check}
                  allowDeselect={false}
                  onChange={kind => {
                    const check = checkKinds.find(known => known === kind);
                    if (check)
                      change({ check: { ...emptyCheck(row.key, check), severity: row.check.severity } });
                  }}
                />
                <CheckFields
                  row={row.check}
                  otherwise="Skip the run"
                  sources={sources}
                  problem={problem}
                  change={changes => change({ check: { ...row.check, ...changes } })}
                />
              </>
            )}
          </Card>
        );
      })}
      <div className={classes.adding}>
        <Button
          leftSection={<IconPlus size={sizes.iconSmall} aria-hidden />}
          onClick={() => add('freshness')}
        >
          Freshness
        </Button>
        <Button leftSection={<IconPlus size={sizes.iconSmall} aria-hidden />} onClick={() => add('quality')}>
          Quality of a source
        </Button>
      </div>
    </FormSection>
  );
}

interface FreshnessProps extends JobFieldsProps {
  row: ConditionRow;
  problem: (field: string) => string | undefined;
  change: (changes: Partial<ConditionRow>) => void;
}

function FreshnessFields({ row, problem, change, environment }: FreshnessProps) {
  const notes = environment !== undefined && environment.engine !== 'duckdb';
  return (
    <div className={classes.two}>
      <TextInput
        label="Column"
        required={!notes}
        {...plainText}
        {...below}
        classNames={{ input: classes.code }}
        description={
          notes
            ? 'A date or timestamp, whose latest value counts. Empty: when the warehouse last noted a change, an upper bound'
            : 'A date or timestamp, whose latest value counts'
        }
        value={row.column}
        error={problem('column')}
        onChange={event => change({ column: event.currentTarget.value })}
      />
      <div className={classes.stack}>
        <div>
          <p className={classes.label}>It is</p>
          <SegmentedControl
            aria-label="It is"
            data={[
              { value: 'within', label: 'No older than' },
              { value: 'changed', label: 'Changed since the last success' },
            ]}
            value={row.how}
            onChange={how => change({ how })}
          />
        </div>
        {row.how === 'within' && (
          <TextInput
            aria-label="No older than"
            {...plainText}
            placeholder="1 day"
            value={row.within}
            error={problem('within')}
            onChange={event => change({ within: event.currentTarget.value })}
          />
        )}
      </div>
    </div>
  );
}

/** What must be so of what was built, before readers see it. */
export function OutputCheckFields(props: JobFieldsProps) {
  const { form, set, problems } = props;
  const rows = form.checks;
  const sources = sourcesIn(props);
  return (
    <FormSection
      title="Checks"
      description="Looked at in what was built, beside its place. Where one is not met, readers keep what they have."
    >
      {rows.map(row => (
        <Card
          key={row.key}
          icon={IconListCheck}
          title={checkTitles[row.check]}
          onRemove={() => set({ checks: rows.filter(({ key }) => key !== row.key) })}
        >
          <CheckFields
            row={row}
            otherwise="Keep the result back"
            sources={sources}
            problem={field => problems[`checks.${row.key}.${field}`]}
            change={changes =>
              set({ checks: rows.map(other => (other === row ? { ...row, ...changes } : other)) })
            }
          />
        </Card>
      ))}
      <div className={classes.adding}>
        <Menu position="bottom-start">
          <Menu.Target>
            <Button
              leftSection={<IconPlus size={sizes.iconSmall} aria-hidden />}
              rightSection={<IconChevronDown size={sizes.iconSmall} aria-hidden />}
            >
              Add a check
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {checkKinds.map(kind => (
              <Menu.Item
                key={kind}
                onClick={() => set({ checks: [...rows, emptyCheck(nextKey(rows), kind)] })}
              >
                {checkTitles[kind]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
    </FormSection>
  );
}

/** What the version reads, as it is written there. */
function sourcesIn({ environment, version }: JobFieldsProps): string[] {
  return environment && version
    ? readSources(version.sources, environment, {}).map(({ written }) => written)
    : [];
}

interface CardProps {
  icon: typeof IconListCheck;
  title: string;
  onRemove: () => void;
  children: ReactNode;
}

function Card({ icon: Icon, title, onRemove, children }: CardProps) {
  const id = useId();
  return (
    <section className={classes.card} aria-labelledby={id}>
      <header className={classes.head}>
        <Icon size={sizes.icon} aria-hidden />
        <h3 id={id}>{title}</h3>
        <Tooltip label="Remove">
          <ActionIcon aria-label={`Remove: ${title}`} onClick={onRemove}>
            <IconTrash size={sizes.iconSmall} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </header>
      {children}
    </section>
  );
}
