/** Of the session, of the account, of tables; places, vectors and models that answer. */
export const otherFunctions = `
AI_AGG(text, instruction) # One answer of a language model about all rows
AI_CLASSIFY(text, categories [, options]) # Which category a language model chooses
AI_COMPLETE(model, prompt [, options]) # What a language model answers
AI_EMBED(model, text) # A vector that stands for a text
AI_EXTRACT(text, what) # What a language model finds in a text
AI_FILTER(text) # Whether a language model says yes
AI_PARSE_DOCUMENT(file [, options]) # Text and layout of a document
AI_SENTIMENT(text [, categories]) # How a text feels
AI_SIMILARITY(text, other) # How alike two texts are, -1 to 1
AI_SUMMARIZE_AGG(text) # A summary of all rows
AI_TRANSLATE(text, from, to) # A text in another language
ALL_USER_NAMES() # Names of the account's users
CURRENT_ACCOUNT() # Locator of the account
CURRENT_ACCOUNT_NAME() # Name of the account
CURRENT_AVAILABLE_ROLES() # Roles the user has, as JSON
CURRENT_CLIENT() # What is connected, with its version
CURRENT_DATABASE() # Database of the session
CURRENT_DATE() # Today, in the session's zone
CURRENT_IP_ADDRESS() # Address of the client
CURRENT_ORGANIZATION_NAME() # Name of the organization
CURRENT_REGION() # Region of the account
CURRENT_ROLE() # Primary role of the session
CURRENT_ROLE_TYPE() # Kind of the primary role
CURRENT_SCHEMA() # Schema of the session
CURRENT_SCHEMAS() # Schemas names are searched in
CURRENT_SECONDARY_ROLES() # Secondary roles of the session, as JSON
CURRENT_SESSION() # Id of the session
CURRENT_STATEMENT() # Text of this statement
CURRENT_TIME([precision]) # Time of day when the statement began
CURRENT_TIMESTAMP([precision]) # When the statement began, in the session's zone
CURRENT_TRANSACTION() # Id of the open transaction
CURRENT_USER() # Name of the user
CURRENT_VERSION() # Version of Snowflake
CURRENT_WAREHOUSE() # Warehouse of the session
FLATTEN(INPUT => value [, PATH => path] [, OUTER => boolean] [, RECURSIVE => boolean] [, MODE => mode]) # A row for every element: SEQ, KEY, PATH, INDEX, VALUE, THIS
GENERATOR(ROWCOUNT => count [, TIMELIMIT => seconds]) # So many rows without columns
GETDATE() # When the statement began
GET_DDL(type, name [, recursive]) # The statement that makes an object
H3_CELL_TO_PARENT(cell, resolution) # The larger hexagon of a hexagon
H3_LATLNG_TO_CELL(latitude, longitude, resolution) # Hexagon of a place
H3_LATLNG_TO_CELL_STRING(latitude, longitude, resolution) # Hexagon of a place, as a text
HASH(value [, value ...]) # A whole number of 64 bits that stands for values
INFER_SCHEMA(LOCATION => stage, FILE_FORMAT => name) # Columns of files on a stage
INVOKER_ROLE() # Role that a policy is asked for
IS_DATABASE_ROLE_IN_SESSION(role) # Whether the session has a database role
IS_ROLE_IN_SESSION(role) # Whether the session has a role
LAST_QUERY_ID([number]) # Id of an earlier statement of the session
LOCALTIME() # Time of day when the statement began
LOCALTIMESTAMP([precision]) # When the statement began, in the session's zone
RESULT_SCAN(query_id) # Rows of an earlier statement
SPLIT_TO_TABLE(text, separator) # A row for every part: SEQ, INDEX, VALUE
STRTOK_SPLIT_TO_TABLE(text [, delimiters]) # A row for every token: SEQ, INDEX, VALUE
ST_AREA(shape) # Area in square metres
ST_ASGEOJSON(shape) # A shape as GeoJSON
ST_ASTEXT(shape) # A shape as well-known text
ST_BUFFER(shape, distance) # Everything within a distance
ST_CENTROID(shape) # Middle of a shape
ST_CONTAINS(shape, other) # Whether one shape lies within another
ST_COVERS(shape, other) # Whether no point of one shape lies outside of another
ST_DISTANCE(shape, other) # Least distance in metres
ST_DWITHIN(shape, other, distance) # Whether two shapes are near
ST_GEOGFROMTEXT(text) # A shape on the earth of well-known text
ST_INTERSECTION(shape, other) # What two shapes share
ST_INTERSECTS(shape, other) # Whether two shapes touch or overlap
ST_LENGTH(shape) # Length of a line in metres
ST_MAKELINE(shape, other) # A line between places
ST_MAKEPOINT(longitude, latitude) # A place on the earth
ST_POINT(longitude, latitude) # A place on the earth
ST_UNION(shape, other) # Two shapes as one
ST_WITHIN(shape, other) # Whether one shape lies within another
ST_X(place) # Longitude
ST_Y(place) # Latitude
SYSDATE() # Now in UTC, without a zone
SYSTEM$CLUSTERING_INFORMATION(table [, columns]) # How well a table is clustered, as JSON
SYSTEM$TYPEOF(value) # Type of an expression
SYSTEM$WAIT(amount [, unit]) # Waits
SYSTIMESTAMP() # When the statement began, in the session's zone
TO_GEOGRAPHY(value) # A shape on the earth
TO_GEOMETRY(value) # A shape in the plane
TRY_TO_GEOGRAPHY(value) # A shape on the earth; NULL where it is none
VALIDATE(table, JOB_ID => id) # What a COPY could not load
VECTOR_COSINE_SIMILARITY(vector, other) # Cosine of the angle between two vectors
VECTOR_INNER_PRODUCT(vector, other) # Inner product of two vectors
VECTOR_L1_DISTANCE(vector, other) # Sum of the differences of two vectors
VECTOR_L2_DISTANCE(vector, other) # Distance of two vectors
`;
