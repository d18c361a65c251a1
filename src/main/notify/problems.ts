const words: Record<string, string> = {
  ECONNREFUSED: 'nobody listens there (connection refused)',
  ECONNRESET: 'the connection was broken off',
  EPIPE: 'the connection was broken off',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host could not be looked up: is there a network?',
  ENETUNREACH: 'the network cannot be reached',
  EHOSTUNREACH: 'the host cannot be reached',
  ETIMEDOUT: 'the connection took too long',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not signed by anybody known',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not signed by anybody known',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not signed by anybody known',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
};

/** A failure of the network in words, with its code; without the address, which may be a secret. */
export function networkProblem(cause: unknown): string {
  const { code } = cause as { code?: unknown };
  if (typeof code !== 'string') return 'the request failed';
  const known = words[code];
  return known === undefined ? `the request failed (${code})` : `${known} (${code})`;
}
