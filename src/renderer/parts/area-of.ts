/** The id of the part of the application an address belongs to: `runs` of `/runs?job=3`. */
export function areaOf(address: string): string {
  return address.split(/[/?]/)[1] ?? '';
}
