/** The steps of making an environment, and the fields each asks for, by the first word of the field. */
export const steps = [
  { title: 'Connection', fields: ['connection', 'connectionToMake'] },
  {
    title: 'Role and compute',
    fields: ['role', 'database', 'schema', 'computeProfile', 'warehouse', 'concurrency', 'timeout'],
  },
  { title: 'Identity', fields: ['name', 'description', 'colour', 'protected'] },
  { title: 'Mapping', fields: ['mapping', 'variables'] },
  { title: 'Test', fields: [] },
] as const satisfies readonly { title: string; fields: readonly string[] }[];

/** The step that asks for a field, such as `mapping.0.from`. */
export function stepOf(field: string): number {
  const [first = ''] = field.split('.');
  const found = steps.findIndex(({ fields }) => (fields as readonly string[]).includes(first));
  return Math.max(0, found);
}
