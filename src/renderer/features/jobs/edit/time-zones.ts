/** Time zones to choose from: UTC, then all that the browser knows, and the chosen one should it know that not. */
export function timeZones(chosen: string): string[] {
  const known = ['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')];
  return chosen === '' || known.includes(chosen) ? known : [chosen, ...known];
}
