import { cpus, totalmem } from 'node:os';

/** One line that says what the figures were measured on. */
export function describeMachine(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() ?? 'unknown processor';
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  return `${processors.length} cores (${model}), ${memory}, ${process.platform}, Node ${process.versions.node}`;
}
