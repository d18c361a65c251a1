import { Menu } from '@mantine/core';
import type { Environment } from '../../../../shared/contract/environments.ts';
import type { Relation } from '../../../../shared/domain/relation.ts';
import { client } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { insertIntoEditor } from '../../../parts/insert-into-editor.ts';
import { copyText } from '../../../ui/copy.ts';
import { explain } from '../../../ui/dialogs.tsx';
import { showToast } from '../../../ui/notices.ts';
import { insertTable, refreshCatalog, tableHref, tableInput } from '../catalog-data.ts';
import { type CatalogNode, nodeName } from './tree-entries.ts';

/** What can be done with a node. */
export function CatalogMenuItems({ environment, node }: { environment: Environment; node: CatalogNode }) {
  const name = nodeName(node);
  const relation: Relation | undefined =
    node.kind === 'table' ? node.table : node.kind === 'match' ? node.match : undefined;
  const column = node.kind === 'match' ? node.match.column : undefined;
  return (
    <>
      {relation && (
        <Menu.Item
          onClick={() => (column ? insertIntoEditor(name, 'Name') : insertTable(environment, relation))}
        >
          Insert into the editor
        </Menu.Item>
      )}
      <Menu.Item onClick={() => void copyText(name, 'Name')}>Copy name</Menu.Item>
      {relation && (
        <>
          <Menu.Divider />
          <Menu.Item onClick={() => navigate(tableHref(relation))}>Columns</Menu.Item>
          <Menu.Item onClick={() => navigate(tableHref(relation, 'sample'))}>Sample</Menu.Item>
          <Menu.Item onClick={() => navigate(tableHref(relation, 'statistics'))}>Statistics</Menu.Item>
          <Menu.Item onClick={() => navigate(tableHref(relation, 'ddl'))}>DDL</Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={() => void openModel(environment, relation)}>
            Open the model that builds it
          </Menu.Item>
        </>
      )}
      {node.kind === 'database' && (
        <Menu.Item onClick={() => void refreshCatalog(environment, node.database)}>Read it again</Menu.Item>
      )}
    </>
  );
}

async function openModel(environment: Environment, relation: Relation): Promise<void> {
  try {
    const { model } = await client.catalog.show(tableInput(environment, relation));
    if (model) navigate(`/models/${model.id}`);
    else showToast('No job of this connection builds it');
  } catch (error) {
    explain(troubleOf(error, 'The model was not found'));
  }
}
