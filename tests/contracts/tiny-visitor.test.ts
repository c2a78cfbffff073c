import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from '../../shared/limits.ts';
import { tinyVisitor } from './tiny-clients.ts';
import { visitorCatchesUp } from './visitor-catch-up-contract.ts';
import { visitorTalks } from './visitor-contract.ts';

// A server understands the version before its own: the same contract holds for it.
for (const protocol of new Set([PROTOCOL_VERSION, OLDEST_PROTOCOL_VERSION])) {
  visitorTalks(tinyVisitor(protocol));
  visitorCatchesUp(tinyVisitor(protocol));
}
