/**
 * What the page may load: what we ship, and nothing else. `unsafe-inline` styles are set by the editor and the component
 * library; scripts are never inline. `connect` names addresses besides the page's own origin: on the desktop the engine is
 * reached over a message port, and there are none.
 */
export function contentPolicy(connect: string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    ["connect-src 'self'", ...connect].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers of every answer to a page, documents and workers alike. */
export function pageHeaders(connect: string[] = []): Record<string, string> {
  return {
    'content-security-policy': contentPolicy(connect),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}
