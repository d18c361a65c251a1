/** The order in which people write the keys of a definition; others follow by name. */
const keyOrder = [
  ...['name', 'description', 'kind', 'environment', 'model', 'tag', 'track', 'target', 'materialization'],
  ...[
    'source_mapping',
    'triggers',
    'conditions',
    'freshness_when',
    'checks',
    'retries',
    'priority',
    'variables',
    'timeout',
    'database',
    'schema',
    'table',
    'type',
    'transient',
    'cluster_by',
    'copy_grants',
    'comment',
  ],
  ...['cron', 'time_zone', 'catch_up', 'catch_up_window', 'after', 'states', 'when', 'overlap'],
];

/** The same value with its keys in one order: equal definitions are equal texts, however they were written. */
export function inOrder<T>(value: T): T {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  const rank = (key: string) => (keyOrder.includes(key) ? keyOrder.indexOf(key) : keyOrder.length);
  const entries = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([key, part]) => [key, inOrder(part)]);
  return Object.fromEntries(entries) as T;
}
