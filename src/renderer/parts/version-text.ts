/** `v2` where the tag says its version itself, `prod → v2` otherwise, `v2` without a tag, `draft` for unpublished text. */
export function versionText(of: { version: number | null; tag: string | null }): string {
  const { version, tag } = of;
  if (version === null) return tag ?? 'draft';
  if (tag === null || tag.toLowerCase() === `v${version}`) return `v${version}`;
  return `${tag} → v${version}`;
}
