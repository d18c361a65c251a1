import { IconEye, IconTable } from '@tabler/icons-react';
import type { Environment } from '../../../shared/contract/environments.ts';
import {
  asWritten,
  displayRelation,
  parseNameParts,
  quoteRelation,
  type Relation,
} from '../../../shared/domain/relation.ts';
import { api, client, queryClient } from '../../api.ts';
import { troubleOf } from '../../call-error.ts';
import { insertIntoEditor } from '../../parts/insert-into-editor.ts';
import { explain } from '../../ui/dialogs.tsx';
import { showToast } from '../../ui/notices.ts';
import { once } from '../../ui/once.ts';
import { scopedState } from '../../ui/ui-state.ts';
import type { ObjectsQuery } from '../feature.ts';

export const catalogHref = '/catalog';

export const tableTabs = ['columns', 'sample', 'statistics', 'ddl'] as const;
export type TableTab = (typeof tableTabs)[number];

export const tablePath = `${catalogHref}/table`;

/** Names may hold anything, slashes too: they stand behind the `?`. */
export function tableHref(relation: Relation, tab: TableTab = 'columns'): string {
  const search = new URLSearchParams({ name: displayRelation(relation) });
  if (tab !== 'columns') search.set('tab', tab);
  return `${tablePath}?${search.toString()}`;
}

/** The table that an address shows. */
export function tableAt(search: URLSearchParams): Relation | undefined {
  const [database, schema, name] = parseNameParts(search.get('name') ?? '') ?? [];
  return database === undefined || schema === undefined || name === undefined
    ? undefined
    : { database, schema, name };
}

/** What of a call says which table in which environment. */
export function tableInput(environment: Environment, relation: Relation) {
  return { environment: String(environment.id), table: quoteRelation(relation) };
}

/** The name that a model writes so that it reads this in the environment, at the caret of the model last looked at. */
export function insertTable(environment: Environment, relation: Relation): void {
  insertIntoEditor(writtenName(environment, relation), 'Name');
}

export function writtenName({ source_mapping }: Environment, relation: Relation): string {
  return displayRelation(asWritten(relation, source_mapping));
}

/** Reads again what the warehouse has: one database, or all that were read. Tells itself what went wrong. */
export function refreshCatalog(environment: Environment, database?: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  once(`catalog.refresh:${environment.id}:${database ?? ''}`, async () => {
    try {
      await client.catalog.refresh({ environment: String(environment.id), database });
      showToast(database === undefined ? 'The catalogue was read again' : `${database} was read again`);
    } catch (error) {
      explain(troubleOf(error, 'The catalogue was not read again'));
    } finally {
      resolve();
    }
  });
  return promise;
}

const paletteFromLength = 2;
const paletteLimit = 30;

/** Tables for the palette, of databases that were read before: looking for something asks the warehouse nothing. */
export function catalogObjects(typed: string): ObjectsQuery {
  const text = typed.trim().slice(0, 200);
  return {
    queryKey: [...api.catalog.search.key({ type: 'query' }), 'palette', text],
    queryFn: async () => {
      if (text.length < paletteFromLength) return [];
      const { environments } = await queryClient.fetchQuery(api.environments.list.queryOptions());
      const chosen = scopedState.get<number | null>('preview.environment', null);
      const environment =
        environments.find(({ id }) => id === chosen) ??
        environments.find(candidate => !candidate.protected) ??
        environments[0];
      if (!environment) return [];
      const found = await client.catalog.search({
        environment: String(environment.id),
        text,
        known: true,
        limit: paletteLimit,
      });
      return found.matches
        .filter(({ column }) => column === undefined)
        .map(match => ({
          key: `table:${displayRelation(match)}`,
          title: displayRelation(match),
          kind: match.type === 'view' ? 'View' : 'Table',
          detail: environment.name,
          href: tableHref(match),
          icon: match.type === 'view' ? IconEye : IconTable,
        }));
    },
  };
}
