import { IconDatabase, IconRefresh } from '@tabler/icons-react';
import { useCommands } from '../../commands.ts';
import { navigate } from '../../location.ts';
import { usePreviewEnvironment } from '../../parts/environments.ts';
import { catalogHref, refreshCatalog } from './catalog-data.ts';

/** What there is of the catalogue wherever one is. */
export function CatalogBackground() {
  const [environment] = usePreviewEnvironment();
  useCommands([
    {
      id: 'catalog.open',
      title: 'Show the catalogue',
      group: 'Catalogue',
      words: 'databases schemas tables columns browse warehouse',
      icon: IconDatabase,
      run: () => navigate(catalogHref),
    },
    {
      id: 'catalog.refresh',
      title: 'Refresh the catalogue',
      group: 'Catalogue',
      words: 'read again reload databases tables',
      icon: IconRefresh,
      ...(!environment && { disabled: 'There is no environment' }),
      run: () => environment && void refreshCatalog(environment),
    },
  ]);
  return null;
}
