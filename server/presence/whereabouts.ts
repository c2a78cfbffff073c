/** Which people are at which nodes. Somebody at two nodes is there once. */
export class Whereabouts {
  readonly #nodesOf = new Map<string, Set<string>>();
  readonly #peopleOf = new Map<string, Set<string>>();

  /** @returns whether this person was nowhere before */
  add(person: string, node: string): boolean {
    const nodes = this.#nodesOf.get(person);
    insert(this.#nodesOf, person, node);
    insert(this.#peopleOf, node, person);
    return nodes === undefined;
  }

  /** @returns whether this person is nowhere any more */
  remove(person: string, node: string): boolean {
    const wasThere = this.#nodesOf.has(person);
    drop(this.#nodesOf, person, node);
    drop(this.#peopleOf, node, person);
    return wasThere && !this.#nodesOf.has(person);
  }

  /** Everybody who is at a node. */
  at(node: string): string[] {
    return [...(this.#peopleOf.get(node) ?? [])];
  }

  isAnywhere(person: string): boolean {
    return this.#nodesOf.has(person);
  }

  everybody(): string[] {
    return [...this.#nodesOf.keys()];
  }
}

function insert(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key) ?? new Set();
  sets.set(key, set.add(value));
}

function drop(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  set?.delete(value);
  if (set?.size === 0) sets.delete(key);
}
