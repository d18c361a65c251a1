import type { ScopePlace } from '../../../../shared/contract/sql-columns.ts';
import { snowflakeWords } from '../../../ui/sql/words.ts';

/** What goes on behind a value, in any clause that has values. */
const inValues =
  'AND,OR,NOT,IN,IS NULL,IS NOT NULL,LIKE,ILIKE,BETWEEN,CASE,WHEN,THEN,ELSE,END,EXISTS,NULL,TRUE,FALSE';
const afterWhere = 'GROUP BY,HAVING,QUALIFY,ORDER BY,LIMIT,UNION ALL,UNION,EXCEPT,INTERSECT';
const joins =
  'JOIN,LEFT JOIN,INNER JOIN,RIGHT JOIN,FULL JOIN,CROSS JOIN,ASOF JOIN,ON,USING,LATERAL,TABLE,SAMPLE,PIVOT,UNPIVOT';

/** Words that may follow within a clause, those of most use first. */
const words: Partial<Record<ScopePlace, string>> = {
  statement: 'SELECT,WITH,VALUES,RECURSIVE,AS',
  with: 'RECURSIVE,AS,SELECT',
  select: `FROM,DISTINCT,AS,${inValues},OVER,PARTITION BY,ORDER BY,WITHIN GROUP,IGNORE NULLS,EXCLUDE,RENAME,REPLACE,TOP`,
  from: `AS,${joins},WHERE,${afterWhere}`,
  on: `${inValues},${joins},WHERE,${afterWhere}`,
  where: `${inValues},${afterWhere}`,
  group_by: `BY,ALL,ROLLUP,CUBE,GROUPING SETS,${inValues},HAVING,QUALIFY,ORDER BY,LIMIT,UNION ALL`,
  having: `${inValues},QUALIFY,ORDER BY,LIMIT,UNION ALL`,
  qualify: `${inValues},OVER,PARTITION BY,ORDER BY,LIMIT,UNION ALL`,
  order_by: `BY,ASC,DESC,NULLS FIRST,NULLS LAST,${inValues},LIMIT`,
  limit: 'OFFSET',
};

const everywhere = new Set(Object.values(words).flatMap(list => list.split(',')));
const others = snowflakeWords.keywords.filter(word => !everywhere.has(word));

/** Keywords for a place: those that fit there, then all others there are. */
export function clauseWords(place: ScopePlace): { fitting: string[]; others: readonly string[] } {
  const fitting = (words[place] ?? inValues).split(',');
  const rest = [...everywhere].filter(word => !fitting.includes(word));
  return { fitting, others: [...rest, ...others] };
}
