/** Where the API is on a server of ours. */
export const restPath = '/api/v1';
/** The WebSocket: the same calls and streams as over a message port. */
export const rpcPath = '/rpc';

/** With it a client on the local socket says what it is, where it is not the command line. */
export const clientHeader = 'x-slipway-client';
