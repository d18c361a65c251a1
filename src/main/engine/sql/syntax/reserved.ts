/**
 * Snowflake's reserved words (docs.snowflake.com, "Reserved & limited keywords"): no names without quotes. A few that
 * are not reserved there but begin a clause are in the sets below, where an alias without AS could be mistaken for one.
 */
export const reservedWords = new Set(
  `ACCOUNT ALL ALTER AND ANY AS BETWEEN BY CASE CAST CHECK COLUMN CONNECT CONNECTION CONSTRAINT CREATE CROSS CURRENT
  CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER DATABASE DELETE DISTINCT DROP ELSE EXISTS FALSE FOLLOWING
  FOR FROM FULL GRANT GROUP GSCLUSTER HAVING ILIKE IN INCREMENT INNER INSERT INTERSECT INTO IS ISSUE JOIN LATERAL LEFT
  LIKE LOCALTIME LOCALTIMESTAMP MINUS NATURAL NOT NULL OF ON OR ORDER ORGANIZATION QUALIFY REGEXP REVOKE RIGHT RLIKE
  ROW ROWS SAMPLE SCHEMA SELECT SET SOME START TABLE TABLESAMPLE THEN TO TRIGGER TRUE TRY_CAST UNION UNIQUE UPDATE
  USING VALUES VIEW WHEN WHENEVER WHERE WITH EXCEPT`.split(/\s+/),
);

const clauseWords =
  `FROM INTO WHERE GROUP HAVING QUALIFY ORDER LIMIT OFFSET FETCH UNION EXCEPT MINUS INTERSECT
  START CONNECT AND OR IS IN LIKE ILIKE RLIKE REGEXP BETWEEN NOT THEN WHEN ELSE END AS ON USING SELECT FOR`.split(
    /\s+/,
  );

/** Words that cannot be a column's alias without AS. */
export const noColumnAlias = new Set([...clauseWords, 'ASC', 'DESC', 'NULLS', 'COLLATE', 'JOIN', 'VALUES']);

/** Words that cannot be a table's alias without AS. */
export const noTableAlias = new Set([
  ...clauseWords,
  ...`JOIN INNER LEFT RIGHT FULL CROSS NATURAL LATERAL SAMPLE TABLESAMPLE MATCH_RECOGNIZE MATCH_CONDITION
  SET VALUES WITH TABLE`.split(/\s+/),
]);

/** Words that cannot be the name of a table. */
export const noTable = new Set(
  [...noTableAlias].filter(word => !['LIMIT', 'OFFSET', 'FETCH', 'START'].includes(word)),
);

/** Words with which no expression begins. */
export const noExpression = new Set(
  `AND AS BETWEEN BY CREATE CROSS DISTINCT ELSE FROM GROUP HAVING ILIKE IN INNER INTERSECT INTO IS JOIN LIKE MINUS
  NATURAL ON OR ORDER QUALIFY REGEXP RLIKE SELECT SET THEN UNION USING WHEN WHERE WITH EXCEPT LATERAL`.split(
    /\s+/,
  ),
);
