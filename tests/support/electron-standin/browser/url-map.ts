/**
 * Chromium knows no schemes but its own, so `app://slipway/x` is shown as
 * `https://slipway.app.electron-standin.invalid/x`, a name that can never resolve. Everything outside of the page (the
 * application's main process, Playwright) only sees the application's own URL; scripts in the page see the mapped one.
 */
const suffix = 'electron-standin.invalid';
const mapped = new RegExp(`https://([a-z0-9.-]+)\\.([a-z][a-z0-9+-]*)\\.${suffix.replace('.', '\\.')}`, 'gi');
const schemes = new Set<string>();

/** Makes URLs of `scheme` subject to the mapping. */
export function mapScheme(scheme: string): void {
  schemes.add(scheme);
}

/** Rewrites all URLs of mapped schemes in `text` (a URL, a CSP header, a protocol message) for Chromium. */
export function toChromium(text: string): string {
  let result = text;
  for (const scheme of schemes) {
    result = result.replaceAll(
      new RegExp(`\\b${scheme}://([a-z0-9]+(?:[.-][a-z0-9]+)*)`, 'gi'),
      `https://$1.${scheme}.${suffix}`,
    );
  }
  return result;
}

/** The reverse of `toChromium`. */
export function toApp(text: string): string {
  return text.includes(suffix) ? text.replaceAll(mapped, '$2://$1') : text;
}

/** Origin as Electron tells it: standard schemes have one, which Node's `URL` does not know. */
export function originOf(appUrl: string): string {
  if (!URL.canParse(appUrl)) return 'null';
  const { protocol, host, origin } = new URL(appUrl);
  return schemes.has(protocol.slice(0, -1)) ? `${protocol}//${host}` : origin;
}
