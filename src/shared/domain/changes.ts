/** How far-reaching a change of a query is; each includes the ones before it. */
export const changeClasses = ['none', 'cosmetic', 'non_breaking', 'breaking'] as const;
