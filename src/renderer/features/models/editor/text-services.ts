import type { SqlScopeAnswer } from '../../../../shared/contract/sql-columns.ts';
import type { CtePreview } from '../../../ui/sql/ctes.ts';
import type { Surroundings } from './surroundings.ts';

/** What the language asks of whoever shows a text. */
export interface TextServices {
  /** Where names are looked up now, as far as that is known in time. */
  surroundings: (patienceMs: number) => Promise<Surroundings>;
  /** What names mean at an offset. */
  scope: (sql: string, offset: number) => Promise<SqlScopeAnswer>;
  /** Shows what a CTE holds. */
  previewCte: (cte: CtePreview) => void;
}
