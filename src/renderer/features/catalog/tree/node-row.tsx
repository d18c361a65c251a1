import {
  IconAlertTriangle,
  IconColumns,
  IconDatabase,
  IconEye,
  IconFolder,
  IconTable,
} from '@tabler/icons-react';
import { displayName } from '../../../../shared/domain/relation.ts';
import { formatCount } from '../../../ui/numbers.ts';
import { sizes } from '../../../ui/theme.ts';
import classes from '../catalog.module.css';
import { type CatalogNode, nodeName } from './tree-entries.ts';

/** A line of the tree. */
export function NodeRow({ node }: { node: CatalogNode }) {
  switch (node.kind) {
    case 'database':
      return <Named icon={IconDatabase} name={displayName(node.database)} title={node.database} />;
    case 'schema':
      return (
        <Named
          icon={IconFolder}
          name={displayName(node.schema)}
          title={node.schema}
          detail={node.tables === 0 ? 'empty' : formatCount(node.tables)}
        />
      );
    case 'table': {
      const { type, name, comment } = node.table;
      return (
        <Named
          icon={type === 'view' ? IconEye : IconTable}
          word={type}
          name={displayName(name)}
          title={comment ?? nodeName(node)}
        />
      );
    }
    case 'match': {
      const { match } = node;
      const place = `${displayName(match.database)}.${displayName(match.schema)}`;
      return match.column ? (
        <Named
          icon={IconColumns}
          word="column"
          name={displayName(match.column.name)}
          title={`${match.column.type}, of ${place}.${displayName(match.name)}`}
          detail={`${displayName(match.name)} · ${displayName(match.database)}`}
        />
      ) : (
        <Named
          icon={match.type === 'view' ? IconEye : IconTable}
          word={match.type}
          name={displayName(match.name)}
          title={nodeName(node)}
          detail={place}
        />
      );
    }
    case 'note':
      return (
        <span className={classes.note} title={node.failed ? `${node.text}. Click to try again` : node.text}>
          {node.failed && <IconAlertTriangle size={12} aria-hidden />}
          {node.text}
        </span>
      );
  }
}

interface NamedProps {
  icon: typeof IconTable;
  /** What it is, for those who do not see the picture. */
  word?: string;
  name: string;
  title: string;
  detail?: string;
}

function Named({ icon: Icon, word, name, title, detail }: NamedProps) {
  return (
    <>
      <Icon
        size={sizes.iconSmall}
        className={classes.icon}
        aria-label={word}
        aria-hidden={word === undefined}
      />
      <span className={classes.name} title={title}>
        {name}
      </span>
      {detail !== undefined && <span className={classes.detail}>{detail}</span>}
    </>
  );
}
