import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconCopy, IconRefresh, IconTextPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { CatalogTableDetails } from '../../../../shared/contract/catalog.ts';
import type { Environment } from '../../../../shared/contract/environments.ts';
import { displayName, displayRelation, type Relation } from '../../../../shared/domain/relation.ts';
import { api } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { changeSearch, useSearch } from '../../../location.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { AsOf } from '../../../parts/as-of.tsx';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { usePreviewEnvironment } from '../../../parts/environments.ts';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { LabelChip } from '../../../ui/chip.tsx';
import { copyText } from '../../../ui/copy.ts';
import { Failed } from '../../../ui/failed.tsx';
import { counted, formatBytes } from '../../../ui/numbers.ts';
import { PanelTabs } from '../../../ui/panel-tabs.tsx';
import { sizes } from '../../../ui/theme.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import classes from '../catalog.module.css';
import {
  catalogHref,
  insertTable,
  refreshCatalog,
  tableInput,
  type TableTab,
  tableTabs,
} from '../catalog-data.ts';
import { ColumnsTab } from './columns-tab.tsx';
import { DdlTab } from './ddl-tab.tsx';
import { SampleTab } from './sample-tab.tsx';
import { StatisticsTab } from './statistics-tab.tsx';

const panelId = 'catalog-table-panel';
const labels: Record<TableTab, string> = {
  columns: 'Columns',
  sample: 'Sample',
  statistics: 'Statistics',
  ddl: 'DDL',
};

/** One table or view, as the chosen environment sees it. */
export function TablePage({ relation }: { relation: Relation }) {
  const [environment] = usePreviewEnvironment();
  if (!environment) return null;
  return <TableIn key={environment.id} environment={environment} relation={relation} />;
}

function TableIn({ environment, relation }: { environment: Environment; relation: Relation }) {
  const input = tableInput(environment, relation);
  const details = useQuery(api.catalog.show.queryOptions({ input, retry: false }));
  const asked = useSearch().get('tab');
  const tab = tableTabs.find(known => known === asked) ?? 'columns';
  const name = displayRelation(relation);
  return (
    <div className={classes.page}>
      <BreadcrumbBar
        crumbs={[
          { label: 'Catalogue', href: catalogHref },
          { label: name, shown: <TableName relation={relation} /> },
        ]}
        title={`${displayName(relation.name)} · Catalogue`}
        marks={
          <>
            <EnvironmentChip environment={environment} />
            {details.data && <LabelChip>{details.data.type}</LabelChip>}
          </>
        }
      >
        <Tooltip label="Copy name">
          <ActionIcon aria-label="Copy name" onClick={() => void copyText(name, 'Name')}>
            <IconCopy size={sizes.icon} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Look again">
          <ActionIcon
            aria-label="Look again"
            loading={details.isFetching && details.data !== undefined}
            onClick={() => void details.refetch()}
          >
            <IconRefresh size={sizes.icon} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Button
          variant="default"
          leftSection={<IconTextPlus size={sizes.iconSmall} aria-hidden />}
          onClick={() => insertTable(environment, relation)}
        >
          Insert into the editor
        </Button>
      </BreadcrumbBar>
      <div className={classes.content} data-hue={environment.colour}>
        {details.error && !details.data ? (
          <NotShown
            environment={environment}
            relation={relation}
            error={details.error}
            onRetry={() => void details.refetch()}
          />
        ) : details.data ? (
          <>
            <Facts table={details.data} />
            <PanelTabs
              label="What is shown of it"
              tabs={tableTabs.map(key => ({ key, label: labels[key] }))}
              current={tab}
              panelId={panelId}
              onShow={key => changeSearch({ tab: key === 'columns' ? null : key })}
            />
            <div id={panelId} role="tabpanel" aria-label={labels[tab]} className={classes.panel}>
              {tab === 'columns' && <ColumnsTab table={details.data} />}
              {tab === 'sample' && <SampleTab environment={environment} relation={relation} />}
              {tab === 'statistics' && <StatisticsTab environment={environment} relation={relation} />}
              {tab === 'ddl' && <DdlTab environment={environment} relation={relation} />}
            </div>
          </>
        ) : (
          <Waiting lines={8} label="Looking at the table" />
        )}
      </div>
    </div>
  );
}

function TableName({ relation: { database, schema, name } }: { relation: Relation }) {
  return (
    <>
      <span className={classes.dim}>
        {displayName(database)}.{displayName(schema)}.
      </span>
      {displayName(name)}
    </>
  );
}

function Facts({ table }: { table: CatalogTableDetails }) {
  const { rows, bytes, last_altered_at: altered, comment, model } = table;
  return (
    <div className={classes.facts}>
      {rows !== undefined && <span>{counted(rows, 'row')}</span>}
      {bytes !== undefined && <span>{formatBytes(bytes)}</span>}
      {altered !== undefined && (
        <span>
          altered <RelativeTime at={altered} />
        </span>
      )}
      {model && (
        <span>
          built from <AreaLink to={`/models/${model.id}`}>{model.name}</AreaLink> by {model.job}
        </span>
      )}
      {comment !== undefined && (
        <span className={classes.comment} title={comment}>
          {comment}
        </span>
      )}
      <span className={classes.gap} />
      <AsOf atMs={Date.parse(table.read_at)} />
    </div>
  );
}

interface NotShownProps {
  environment: Environment;
  relation: Relation;
  error: unknown;
  onRetry: () => void;
}

function NotShown({ environment, relation, error, onRetry }: NotShownProps) {
  const gone = callFailure(error).code === 'not_found';
  const name = displayRelation(relation);
  return (
    <Failed
      trouble={troubleOf(
        error,
        gone ? `${name} is not in ${environment.name}` : `${name} could not be looked at`,
      )}
      onRetry={onRetry}
    >
      {gone && (
        <Button variant="default" onClick={() => void refreshCatalog(environment, relation.database)}>
          Refresh the catalogue
        </Button>
      )}
    </Failed>
  );
}
