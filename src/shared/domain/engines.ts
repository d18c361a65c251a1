/** The engines a connection can be of. */
export const engineNames = ['duckdb', 'snowflake'] as const;
export type EngineName = (typeof engineNames)[number];

/** Engines whose statements run on a warehouse one chooses, with session parameters; the others leave both out. */
export const hasWarehouses: Record<EngineName, boolean> = { duckdb: false, snowflake: true };
/** As people call them. */
export const engineTitles: Record<EngineName, string> = { duckdb: 'DuckDB', snowflake: 'Snowflake' };

/** Engines that do not tell "orders" from ORDERS, in letters of ASCII. */
export const ignoringCase: readonly EngineName[] = ['duckdb'];

/** How one signs in to Snowflake. */
export const authenticators = [
  'key_pair',
  'programmatic_access_token',
  'oauth',
  'oauth_client_credentials',
  'external_browser',
  'password',
] as const;
export type Authenticator = (typeof authenticators)[number];

/** Why a way to sign in should be replaced, for those that should. */
export const legacyNotes: Partial<Record<Authenticator, string>> = {
  password:
    'Snowflake is ending sign-in by password in 2026, and service users cannot use one: a key pair or a programmatic access token takes its place',
};

/**
 * What of a connection says where its statements are and whose: asked about anywhere else, a warehouse does not know of them.
 * How one signs in is not among it.
 */
export const placeSettings: Record<EngineName, readonly string[]> = {
  duckdb: [],
  snowflake: ['account', 'access_url', 'user'],
};
