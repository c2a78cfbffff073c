/** `--write` makes the table of error codes in PROTOCOL.md anew; the check says when it is old. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ERRORS } from '../shared/errors.ts';
import { PROTOCOL_FILE, withCodes } from './check/protocol.ts';

const file = join(resolve(import.meta.dirname, '..'), PROTOCOL_FILE);
const after = withCodes(readFileSync(file, 'utf8'), ERRORS);
if (process.argv.includes('--write')) writeFileSync(file, after);
else console.log(after);
