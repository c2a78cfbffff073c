import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from '../../shared/limits.ts';
import { agentContract } from './agent-contract.ts';
import { console } from './real-clients.ts';
import { tinyAgent } from './tiny-clients.ts';

for (const protocol of new Set([PROTOCOL_VERSION, OLDEST_PROTOCOL_VERSION]))
  agentContract(tinyAgent(protocol));
agentContract(console);
