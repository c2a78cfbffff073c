/** Who works here, and who is here now. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Agent, AgentPresence } from '../../shared/agents.ts';
import { mergeById } from '../core/merge-by-id.ts';

export class Directory {
  readonly #agents = signal<readonly Agent[]>([]);
  readonly #me: ReadonlySignal<Agent>;

  constructor(me: Agent) {
    this.#agents.value = [me];
    this.#me = computed(() => this.find(me.id) ?? me);
  }

  get agents(): ReadonlySignal<readonly Agent[]> {
    return this.#agents;
  }

  get me(): ReadonlySignal<Agent> {
    return this.#me;
  }

  /** Colleagues a conversation can be given to, by name. */
  get active(): Agent[] {
    return this.#agents.value.filter((agent) => agent.active).sort((a, b) => a.name.localeCompare(b.name));
  }

  find(id: string): Agent | undefined {
    return this.#agents.value.find((agent) => agent.id === id);
  }

  /** All there are, in place of what was known. */
  replace(agents: readonly Agent[]): void {
    this.#agents.value = agents;
  }

  take(agents: readonly Agent[]): void {
    this.#agents.value = mergeById(this.#agents.value, agents);
  }

  /** @param presence everybody who is connected; who is not named is not */
  takePresence(presence: Readonly<Record<string, AgentPresence>>): void {
    this.#agents.value = this.#agents.value.map((agent) => {
      const now = presence[agent.id] ?? 'offline';
      return now === agent.presence ? agent : { ...agent, presence: now };
    });
  }
}
