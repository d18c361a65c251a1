/** What a `slipway://` link may point at. Links only ever show something; none changes anything. */
export interface DeepLink {
  run: number;
}

export const deepLinkScheme = 'slipway';

/** Reads `slipway://run/123` and nothing else: links come from anybody. */
export function parseDeepLink(text: string): DeepLink | undefined {
  const run = /^slipway:\/\/run\/([1-9]\d{0,14})\/?$/.exec(text)?.[1];
  return run === undefined ? undefined : { run: Number(run) };
}

/** The first link among a command line's arguments. */
export function findDeepLink(argv: readonly string[]): DeepLink | undefined {
  for (const argument of argv) {
    const link = parseDeepLink(argument);
    if (link) return link;
  }
  return undefined;
}
