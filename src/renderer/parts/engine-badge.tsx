import { IconDatabase, IconSnowflake } from '@tabler/icons-react';
import type { EngineName } from '../../shared/domain/engines.ts';
import { LabelChip } from '../ui/chip.tsx';
import { engineWords } from './engine-words.ts';

const looks = {
  duckdb: {
    icon: IconDatabase,
    title: 'Snowflake SQL is translated and run on the embedded DuckDB; results can differ in details',
  },
  snowflake: { icon: IconSnowflake, title: 'Runs in a Snowflake account, as it is written' },
};

/** Which engine something runs on. */
export function EngineBadge({ engine }: { engine: EngineName }) {
  return <LabelChip {...looks[engine]}>{engineWords[engine]}</LabelChip>;
}
