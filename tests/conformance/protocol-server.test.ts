import { describe } from 'vitest';
import { protocolServerAccount } from './accounts/protocol-server.ts';
import { Conformance } from './conform.ts';

describe('protocol server', () => {
  new Conformance('protocol server', protocolServerAccount).test();
});
