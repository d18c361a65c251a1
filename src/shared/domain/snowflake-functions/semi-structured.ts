/** VARIANT, OBJECT, ARRAY, MAP, XML. */
export const semiStructuredFunctions = `
ARRAYS_OVERLAP(array, other) # Whether two arrays share an element
ARRAYS_TO_OBJECT(keys, values) # An object of two arrays
ARRAYS_ZIP(array [, array ...]) # Elements of one position as objects
ARRAY_APPEND(array, value) # With an element more at the end
ARRAY_CAT(array, other) # Two arrays joined
ARRAY_COMPACT(array) # Without missing elements
ARRAY_CONSTRUCT([value, ...]) # An array of values
ARRAY_CONSTRUCT_COMPACT([value, ...]) # An array of the values that are not NULL
ARRAY_CONTAINS(variant, array) # Whether a value is in an array
ARRAY_DISTINCT(array) # Every element once
ARRAY_EXCEPT(array, other) # Elements of one array that are not in another
ARRAY_FLATTEN(array) # Arrays within an array joined
ARRAY_GENERATE_RANGE(from, to [, step]) # Whole numbers up to, and without, the last
ARRAY_INSERT(array, position, value) # With an element more at a position, from 0
ARRAY_INTERSECTION(array, other) # Elements of both arrays
ARRAY_MAX(array) # The greatest element
ARRAY_MIN(array) # The least element
ARRAY_POSITION(variant, array) # Where an element stands, from 0; NULL where it does not
ARRAY_PREPEND(array, value) # With an element more at the front
ARRAY_REMOVE(array, value) # Without the elements of that value
ARRAY_REMOVE_AT(array, position) # Without the element at a position, from 0
ARRAY_REVERSE(array) # From the end
ARRAY_SIZE(array) # How many elements it has
ARRAY_SLICE(array, from, to) # Elements from a position, from 0, up to and without another
ARRAY_SORT(array [, ascending] [, nulls_first]) # Sorted
ARRAY_TO_STRING(array, separator) # Elements joined to a text
ARRAY_UNION_AGG(array) # All elements of arrays, as often as in the one with most
AS_ARRAY(variant) # The array in a variant, else NULL
AS_BINARY(variant) # The binary in a variant, else NULL
AS_BOOLEAN(variant) # The boolean in a variant, else NULL
AS_CHAR(variant) # The text in a variant, else NULL
AS_DATE(variant) # The date in a variant, else NULL
AS_DECIMAL(variant [, precision [, scale]]) # The number in a variant, else NULL
AS_DOUBLE(variant) # The floating-point number in a variant, else NULL
AS_INTEGER(variant) # The whole number in a variant, else NULL
AS_NUMBER(variant [, precision [, scale]]) # The number in a variant, else NULL
AS_OBJECT(variant) # The object in a variant, else NULL
AS_REAL(variant) # The floating-point number in a variant, else NULL
AS_TIME(variant) # The time in a variant, else NULL
AS_TIMESTAMP_LTZ(variant) # The timestamp in a variant, else NULL
AS_TIMESTAMP_NTZ(variant) # The timestamp in a variant, else NULL
AS_TIMESTAMP_TZ(variant) # The timestamp in a variant, else NULL
AS_VARCHAR(variant) # The text in a variant, else NULL
CHECK_JSON(text) # NULL when a text is JSON, else what is wrong
CHECK_XML(text) # NULL when a text is XML, else what is wrong
FILTER(array, x -> condition) # Elements for which a condition is true
GET(value, key or index) # One element of an array or object
GET_IGNORE_CASE(object, key) # One element of an object, whatever the case of its key
GET_PATH(variant, path) # What a path leads to, as with a colon
IS_ARRAY(variant) # Whether it holds an array
IS_BINARY(variant) # Whether it holds a binary
IS_BOOLEAN(variant) # Whether it holds true or false
IS_CHAR(variant) # Whether it holds a text
IS_DATE(variant) # Whether it holds a date
IS_DECIMAL(variant) # Whether it holds a number that is exact
IS_DOUBLE(variant) # Whether it holds a number
IS_INTEGER(variant) # Whether it holds a whole number
IS_NULL_VALUE(variant) # Whether it holds JSON's null
IS_OBJECT(variant) # Whether it holds an object
IS_REAL(variant) # Whether it holds a number
IS_TIME(variant) # Whether it holds a time
IS_TIMESTAMP_LTZ(variant) # Whether it holds a timestamp in the session's zone
IS_TIMESTAMP_NTZ(variant) # Whether it holds a timestamp without a zone
IS_TIMESTAMP_TZ(variant) # Whether it holds a timestamp with a zone
IS_VARCHAR(variant) # Whether it holds a text
JSON_EXTRACT_PATH_TEXT(text, path) # What a path in a JSON text leads to, as a text
MAP_CAT(map, other) # Two maps joined
MAP_CONTAINS_KEY(key, map) # Whether a map has a key
MAP_DELETE(map, key [, key ...]) # Without some keys
MAP_INSERT(map, key, value [, update]) # With a key more, or another value
MAP_KEYS(map) # Its keys as an array
MAP_PICK(map, key [, key ...]) # With some keys only
MAP_SIZE(map) # How many keys it has
OBJECT_CONSTRUCT([key, value, ...]) # An object, without keys whose value is NULL; * takes all columns
OBJECT_CONSTRUCT_KEEP_NULL([key, value, ...]) # An object, NULLs kept; * takes all columns
OBJECT_DELETE(object, key [, key ...]) # Without some keys
OBJECT_INSERT(object, key, value [, update]) # With a key more, or another value
OBJECT_KEYS(object) # Its keys as an array
OBJECT_PICK(object, key [, key ...]) # With some keys only
PARSE_JSON(text) # JSON as a variant; an error where it is none
PARSE_XML(text [, disable_auto_convert]) # XML as an object; an error where it is none
REDUCE(array, start, (acc, x) -> value) # One value made of all elements, one after the other
STRIP_NULL_VALUE(variant) # NULL instead of JSON's null
STRTOK_TO_ARRAY(text [, delimiters]) # All tokens as an array
TO_ARRAY(value) # As an array; other values become its one element
TO_JSON(variant) # A variant as JSON
TO_OBJECT(variant) # As an object; an error where it is none
TO_VARIANT(value) # Any value as a variant
TO_XML(object) # An object as XML
TRANSFORM(array, x -> value) # Every element made another
TRY_PARSE_JSON(text) # JSON as a variant; NULL where it is none
TYPEOF(variant) # What a variant holds: INTEGER, VARCHAR, OBJECT, …
XMLGET(object, tag [, instance]) # An element of XML
`;
