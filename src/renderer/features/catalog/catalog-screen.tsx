import { IconDatabase } from '@tabler/icons-react';
import { Button } from '@mantine/core';
import { Link, Redirect, Route, Switch } from 'wouter';
import { displayRelation } from '../../../shared/domain/relation.ts';
import { useSearch } from '../../location.ts';
import { usePreviewEnvironment } from '../../parts/environments.ts';
import { BreadcrumbBar } from '../../ui/bar.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { catalogHref, tableAt, tablePath } from './catalog-data.ts';
import classes from './catalog.module.css';
import { TablePage } from './page/table-page.tsx';

/** Everything below `/catalog`. */
export default function CatalogScreen() {
  return (
    <Switch>
      <Route path={catalogHref} component={Overview} />
      <Route path={tablePath} component={TableAt} />
      <Route>
        <Redirect to={catalogHref} replace />
      </Route>
    </Switch>
  );
}

function TableAt() {
  const relation = tableAt(useSearch());
  return relation ? (
    <TablePage key={displayRelation(relation)} relation={relation} />
  ) : (
    <Redirect to={catalogHref} replace />
  );
}

function Overview() {
  const [environment] = usePreviewEnvironment();
  return (
    <div className={classes.page}>
      <BreadcrumbBar crumbs={[{ label: 'Catalogue' }]} />
      {environment ? (
        <EmptyState icon={<IconDatabase size={32} aria-hidden />}>
          Choose a table or view at the side, or search for a name.
        </EmptyState>
      ) : (
        <EmptyState
          action={
            <Button component={Link} href="/environments">
              Show environments
            </Button>
          }
        >
          Without an environment there is no warehouse to look into.
        </EmptyState>
      )}
    </div>
  );
}
