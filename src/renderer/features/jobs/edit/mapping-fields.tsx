import { ActionIcon, Autocomplete, Button, Tooltip } from '@mantine/core';
import { IconArrowRight, IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { displayRelation } from '../../../../shared/domain/relation.ts';
import { api } from '../../../api.ts';
import { sizes } from '../../../ui/theme.ts';
import { nextKey } from '../../environments/form/environment-form.ts';
import { plainText } from '../../environments/form/fields.ts';
import { FormSection } from '../../environments/form/form-section.tsx';
import { type MappingRow, ruleKey } from '../../environments/form/mapping.ts';
import { SourcesRead } from '../page/sources-read.tsx';
import { readSources } from '../reads.ts';
import classes from './edit.module.css';
import type { JobFieldsProps } from './fields.ts';
import { definitionOf } from './job-form.ts';

const suggestedAtMost = 30;

/** Rules of this job alone, over those of the environment. */
export function MappingFields({ form, set, problems, environment, version }: JobFieldsProps) {
  const rows = form.mapping;
  const change = (key: number, changes: Partial<MappingRow>) =>
    set({ mapping: rows.map(row => (row.key === key ? { ...row, ...changes } : row)) });
  const add = (from = '') => set({ mapping: [...rows, { key: nextKey(rows), from, to: '' }] });
  const written =
    environment && version ? readSources(version.sources, environment, {}).map(source => source.written) : [];
  const unmapped = written.filter(name => !rows.some(row => ruleKey(row.from) === ruleKey(name)));
  const relations = useRelations(environment?.id);
  return (
    <FormSection
      title="Source mapping"
      description="Exact names that this job reads elsewhere; they win over the rules of the environment."
    >
      {rows.length > 0 && (
        <ol className={classes.rows} aria-label="Rules">
          {rows.map((row, index) => (
            <li key={row.key} className={classes.rule}>
              <Autocomplete
                aria-label={`Rule ${index + 1}, written`}
                size="xs"
                {...plainText}
                classNames={{ input: classes.code }}
                placeholder="DATABASE.SCHEMA.TABLE"
                data={unmapped}
                value={row.from}
                error={problems[`mapping.${row.key}.from`]}
                onChange={from => change(row.key, { from })}
              />
              <IconArrowRight size={sizes.iconSmall} className={classes.arrow} aria-label="reads" />
              <Autocomplete
                aria-label={`Rule ${index + 1}, reads`}
                size="xs"
                {...plainText}
                classNames={{ input: classes.code }}
                data={relations}
                limit={suggestedAtMost}
                value={row.to}
                error={problems[`mapping.${row.key}.to`]}
                onChange={to => change(row.key, { to })}
              />
              <Tooltip label="Remove">
                <ActionIcon
                  aria-label={`Remove rule ${index + 1}`}
                  onClick={() => set({ mapping: rows.filter(({ key }) => key !== row.key) })}
                >
                  <IconX size={sizes.iconSmall} aria-hidden />
                </ActionIcon>
              </Tooltip>
            </li>
          ))}
        </ol>
      )}
      <div className={classes.adding}>
        <Button leftSection={<IconPlus size={sizes.iconSmall} aria-hidden />} onClick={() => add()}>
          Add rule
        </Button>
        {unmapped.map(name => (
          <Button key={name} variant="subtle" color="gray" className={classes.code} onClick={() => add(name)}>
            Map {name}
          </Button>
        ))}
      </div>
      {version && (
        <SourcesRead definition={definitionOf(form)} environment={environment} sources={version.sources} />
      )}
    </FormSection>
  );
}

/** Tables and views of the environment's warehouse, for completion. */
function useRelations(environment: number | undefined): string[] {
  const { data } = useQuery(
    api.sql.catalog.queryOptions({
      input: { environment: String(environment) },
      enabled: environment !== undefined,
      retry: false,
    }),
  );
  return [...new Set((data?.relations ?? []).map(displayRelation))];
}
