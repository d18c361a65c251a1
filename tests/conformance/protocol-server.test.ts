import { protocolServerAccount } from './accounts/protocol-server.ts';
import { conform } from './conform.ts';

conform('protocol server', { open: protocolServerAccount });
