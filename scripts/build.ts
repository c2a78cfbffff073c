import { resolve } from 'node:path';
import { buildAll } from './build/build-all.ts';

const startedAt = performance.now();
const { notes } = await buildAll(resolve(import.meta.dirname, '..'));
for (const note of notes) console.log(note);
console.log(`built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
if (notes.length > 0) process.exitCode = 1;
