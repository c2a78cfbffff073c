import { widget } from './real-clients.ts';
import { visitorCatchesUp } from './visitor-catch-up-contract.ts';
import { visitorTalks } from './visitor-contract.ts';

visitorTalks(widget);
visitorCatchesUp(widget);
