import { snowflakeWords } from '../../../ui/sql/words.ts';

/** What goes on behind a value, in any clause that has values. */
const inValues =
  'AND,OR,NOT,IN,IS NULL,IS NOT NULL,LIKE,ILIKE,BETWEEN,CASE,WHEN,THEN,ELSE,END,EXISTS,NULL,TRUE,FALSE';
const afterWhere = 'GROUP BY,HAVING,QUALIFY,ORDER BY,LIMIT,UNION ALL,UNION,EXCEPT,INTERSECT';
const joins =
  'JOIN,LEFT JOIN,INNER JOIN,RIGHT JOIN,FULL JOIN,CROSS JOIN,ASOF JOIN,ON,USING,LATERAL,TABLE,SAMPLE,PIVOT,UNPIVOT';

/** Words that may follow within a clause, those of most use first. */
const words: Record<string, string> = {
  '': 'SELECT,WITH,VALUES,RECURSIVE,AS',
  SELECT: `FROM,DISTINCT,AS,${inValues},OVER,PARTITION BY,ORDER BY,WITHIN GROUP,IGNORE NULLS,EXCLUDE,RENAME,REPLACE,TOP`,
  FROM: `AS,${joins},WHERE,${afterWhere}`,
  JOIN: `ON,USING,AS,${joins},WHERE,${afterWhere}`,
  ON: `${inValues},${joins},WHERE,${afterWhere}`,
  USING: `${joins},WHERE,${afterWhere}`,
  WHERE: `${inValues},${afterWhere}`,
  GROUP: `BY,ALL,ROLLUP,CUBE,GROUPING SETS,${inValues},HAVING,QUALIFY,ORDER BY,LIMIT,UNION ALL`,
  HAVING: `${inValues},QUALIFY,ORDER BY,LIMIT,UNION ALL`,
  QUALIFY: `${inValues},OVER,PARTITION BY,ORDER BY,LIMIT,UNION ALL`,
  ORDER: `BY,ASC,DESC,NULLS FIRST,NULLS LAST,${inValues},LIMIT`,
  LIMIT: 'OFFSET',
};

const everywhere = new Set(Object.values(words).flatMap(list => list.split(',')));
const others = snowflakeWords.keywords.filter(word => !everywhere.has(word));

/** Keywords for a clause: those that fit there, then all others there are. */
export function clauseWords(clause: string): { fitting: string[]; others: readonly string[] } {
  const fitting = (words[clause] ?? inValues).split(',');
  const rest = [...everywhere].filter(word => !fitting.includes(word));
  return { fitting, others: [...rest, ...others] };
}
