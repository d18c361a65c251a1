import { useQuery } from '@tanstack/react-query';
import type { Environment } from '../../../../shared/contract/environments.ts';
import { displayRelation, type Relation } from '../../../../shared/domain/relation.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { Failed } from '../../../ui/failed.tsx';
import { CodeView } from '../../../ui/sql/code-view.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { tableInput } from '../catalog-data.ts';

/** The statement that would make it again, in the words of its warehouse. */
export function DdlTab({ environment, relation }: { environment: Environment; relation: Relation }) {
  const ddl = useQuery(
    api.catalog.ddl.queryOptions({ input: tableInput(environment, relation), retry: false }),
  );
  if (ddl.error) {
    return (
      <Failed
        trouble={troubleOf(ddl.error, 'The DDL could not be read')}
        onRetry={() => void ddl.refetch()}
      />
    );
  }
  if (!ddl.data) return <Waiting lines={8} label="Reading the DDL" />;
  return <CodeView sql={ddl.data.ddl} label={`DDL of ${displayRelation(relation)}`} fill />;
}
