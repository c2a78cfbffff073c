import { Long } from 'bson';
import { badValue } from '../errors.ts';
import type { Value } from '../values/document.ts';
import { answer, type Command, cursorIdOption, numberOption } from './request.ts';

const getMore: Command = {
  options: ['collection', 'batchSize'],
  run({ body, database }, { cursors }) {
    const size = numberOption(body, 'batchSize', 0) || Infinity;
    const batch = cursors.more(cursorIdOption(body.getMore), `${database}.${String(body.collection)}`, size);
    return { kind: 'batch', field: 'nextBatch', batch };
  },
};

const killCursors: Command = {
  options: ['cursors'],
  run({ body }, { cursors }) {
    if (!Array.isArray(body.cursors)) throw badValue("BSON field 'killCursors.cursors' must be an array");
    const cursorsKilled: Value[] = [];
    const cursorsNotFound: Value[] = [];
    for (const given of body.cursors) {
      const id = cursorIdOption(given);
      (cursors.close(id) ? cursorsKilled : cursorsNotFound).push(Long.fromBigInt(id));
    }
    return answer({ cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [] });
  },
};

export const cursorCommands: Record<string, Command> = { getMore, killCursors };
