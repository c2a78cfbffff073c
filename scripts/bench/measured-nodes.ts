import type { Measured, MeasuredServer } from './measured-server.ts';
import type { ServerReport } from './server-control.ts';
import { processMicroseconds } from './server-usage.ts';

/** Several nodes measured as one; what they share is counted apart. */
export class MeasuredNodes implements Measured {
  readonly #nodes: readonly MeasuredServer[];
  readonly #shared: { store?: number | undefined; redis?: number | undefined };

  /** @param shared the processes of what the nodes share */
  constructor(
    nodes: readonly MeasuredServer[],
    shared: { store?: number | undefined; redis?: number | undefined },
  ) {
    this.#nodes = nodes;
    this.#shared = shared;
  }

  async usage(collect = false): Promise<ServerReport> {
    const reports = await Promise.all(this.#nodes.map((node) => node.usage(collect)));
    const { store, redis } = this.#shared;
    return {
      ...reports.reduce(sum),
      ...(store !== undefined && { storeMicroseconds: processMicroseconds(store) }),
      ...(redis !== undefined && { redisMicroseconds: processMicroseconds(redis) }),
    };
  }

  async pass(milliseconds: number): Promise<void> {
    await Promise.all(this.#nodes.map((node) => node.pass(milliseconds)));
  }

  async settle(): Promise<void> {
    await Promise.all(this.#nodes.map((node) => node.settle()));
  }

  async profile(): Promise<void> {
    await Promise.all(this.#nodes.map((node) => node.profile()));
  }

  /** One file for each node. */
  async stopProfile(path: string): Promise<void> {
    await Promise.all(
      this.#nodes.map((node, index) =>
        node.stopProfile(path.replace(/\.cpuprofile$/, `-node-${index + 1}.cpuprofile`)),
      ),
    );
  }
}

function sum(some: ServerReport, more: ServerReport): ServerReport {
  const { mainMicroseconds: one, ...first } = some;
  const { mainMicroseconds: other, ...second } = more;
  const total = { ...first };
  for (const name of Object.keys(total) as (keyof typeof total)[]) {
    total[name] = (first[name] ?? 0) + (second[name] ?? 0);
  }
  return { ...total, mainMicroseconds: one === null || other === null ? null : one + other };
}
