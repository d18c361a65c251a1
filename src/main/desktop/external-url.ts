/** Hosts whose pages the application links to; a leading dot stands for all hosts below. */
const knownHosts = [
  'docs.snowflake.com',
  'app.snowflake.com',
  'status.snowflake.com',
  '.snowflakecomputing.com',
  '.snowflakecomputing.cn',
  'duckdb.org',
];

/** Whether the system's browser may be sent to `url`: https, a known host, nothing that is smuggled along. */
export function isKnownExternalUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port, username, password } = new URL(url);
  if (protocol !== 'https:' || port !== '' || username !== '' || password !== '') return false;
  return knownHosts.some(known => (known.startsWith('.') ? hostname.endsWith(known) : hostname === known));
}
