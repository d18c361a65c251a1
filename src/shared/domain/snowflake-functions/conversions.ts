/** From type to type, conditions and comparisons. */
export const conversionFunctions = `
BOOLAND(a, b) # Whether both are other than 0
BOOLNOT(value) # Whether it is 0
BOOLOR(a, b) # Whether one is other than 0
BOOLXOR(a, b) # Whether exactly one is other than 0
CAST(value AS type) # The value as another type; an error where it cannot be
COALESCE(value, value [, value ...]) # The first that is not NULL
DECODE(value, search, result [, search, result ...] [, otherwise]) # The result of what equals the value; NULL equals NULL
EQUAL_NULL(a, b) # Whether two are equal; NULL equals NULL
GREATEST(value [, value ...]) # The greatest; NULL when one is NULL
GREATEST_IGNORE_NULLS(value [, value ...]) # The greatest of those that are not NULL
IFF(condition, then, otherwise) # One value or another
IFNULL(value, otherwise) # The value, or another where it is NULL
LEAST(value [, value ...]) # The least; NULL when one is NULL
LEAST_IGNORE_NULLS(value [, value ...]) # The least of those that are not NULL
NULLIF(a, b) # The first, or NULL where both are equal
NULLIFZERO(number) # NULL instead of 0
NVL(value, otherwise) # The value, or another where it is NULL
NVL2(value, then, otherwise) # One value where it is not NULL, another where it is
REGR_VALX(y, x) # x, or NULL where y is NULL
REGR_VALY(y, x) # y, or NULL where x is NULL
TO_BINARY(value [, format]) # As a binary; the format is HEX, BASE64 or UTF-8
TO_BOOLEAN(value) # As true or false
TO_CHAR(value [, format]) # As a text
TO_DATE(value [, format]) # As a date
TO_DECIMAL(value [, format] [, precision [, scale]]) # As a number; without a scale there are no digits behind the point
TO_DOUBLE(value [, format]) # As a floating-point number
TO_NUMBER(value [, format] [, precision [, scale]]) # As a number; without a scale there are no digits behind the point
TO_NUMERIC(value [, format] [, precision [, scale]]) # As a number; without a scale there are no digits behind the point
TO_TIME(value [, format]) # As a time
TO_TIMESTAMP(value [, format or scale]) # As a timestamp of the kind TIMESTAMP_TYPE_MAPPING says
TO_TIMESTAMP_LTZ(value [, format or scale]) # As a timestamp in the session's zone
TO_TIMESTAMP_NTZ(value [, format or scale]) # As a timestamp without a zone
TO_TIMESTAMP_TZ(value [, format or scale]) # As a timestamp with a zone
TO_VARCHAR(value [, format]) # As a text
TRY_CAST(text AS type) # The text as another type; NULL where it cannot be
TRY_TO_BINARY(text [, format]) # As a binary; NULL where it cannot be
TRY_TO_BOOLEAN(text) # As true or false; NULL where it cannot be
TRY_TO_DATE(text [, format]) # As a date; NULL where it cannot be
TRY_TO_DECIMAL(text [, format] [, precision [, scale]]) # As a number; NULL where it cannot be
TRY_TO_DOUBLE(text [, format]) # As a floating-point number; NULL where it cannot be
TRY_TO_NUMBER(text [, format] [, precision [, scale]]) # As a number; NULL where it cannot be
TRY_TO_NUMERIC(text [, format] [, precision [, scale]]) # As a number; NULL where it cannot be
TRY_TO_TIME(text [, format]) # As a time; NULL where it cannot be
TRY_TO_TIMESTAMP(text [, format or scale]) # As a timestamp; NULL where it cannot be
TRY_TO_TIMESTAMP_LTZ(text [, format or scale]) # As a timestamp in the session's zone; NULL where it cannot be
TRY_TO_TIMESTAMP_NTZ(text [, format or scale]) # As a timestamp without a zone; NULL where it cannot be
TRY_TO_TIMESTAMP_TZ(text [, format or scale]) # As a timestamp with a zone; NULL where it cannot be
ZEROIFNULL(number) # 0 instead of NULL
`;
