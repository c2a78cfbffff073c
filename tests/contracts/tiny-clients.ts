/** The two sides of the tiny client. Written from PROTOCOL.md alone. */
import type { ConsoleWelcome, WidgetWelcome } from '../../shared/events.ts';
import type { AgentClient, AgentKind, VisitorKind } from './contract-client.ts';
import { TinyClient } from './tiny-client.ts';

const ENDPOINT = '/socket.io/?EIO=4&transport=websocket';

class TinyVisitor extends TinyClient<WidgetWelcome> {
  protected async fetch(conversationId: string, after: number) {
    const answer = await this.ask('conversation:catch-up', { conversationId, after });
    return (answer as { ok: boolean }).ok ? (answer as { value: never }).value : null;
  }

  protected async heads(): Promise<Record<string, number>> {
    const answer: { value: Record<string, { lastSeq: number; seenSeq: number }> } = await this.ask(
      'heads',
      null,
    );
    for (const [id, { seenSeq }] of Object.entries(answer.value)) this.takeSeen(id, seenSeq);
    return Object.fromEntries(Object.entries(answer.value).map(([id, { lastSeq }]) => [id, lastSeq]));
  }

  protected welcomed({ conversations }: WidgetWelcome): void {
    for (const told of conversations) this.take(told);
  }

  protected messageOf(to: object, text: string, clientId: string): object {
    return { to, text, clientId };
  }

  protected typistOf({ name }: { name: string }): string {
    return name;
  }
}

class TinyAgent extends TinyClient<ConsoleWelcome> implements AgentClient {
  readonly #watched = new Set<string>();

  watch(conversationId: string): void {
    this.#watched.add(conversationId);
    void this.fetch(conversationId, this.logs.get(conversationId)?.head ?? 0).then(
      (told) => told && this.take(told),
      () => undefined, // the next welcome watches again
    );
  }

  protected async fetch(conversationId: string, after: number) {
    const answer = await this.ask('conversation:watch', { conversationId, after });
    return (answer as { ok: boolean }).ok ? (answer as { value: never }).value : null;
  }

  protected async heads(): Promise<Record<string, number>> {
    const heads: Record<string, number> = {};
    for (const conversationId of this.#watched) {
      const answer: { value: { lastSeq: number; contactReadSeq: number } } = await this.ask('heads', {
        conversationId,
      });
      heads[conversationId] = answer.value.lastSeq;
      this.takeSeen(conversationId, answer.value.contactReadSeq);
    }
    return heads;
  }

  protected welcomed(): void {
    for (const conversationId of this.#watched) this.watch(conversationId);
  }

  protected messageOf(to: object, text: string, clientId: string): object {
    return { ...to, text, clientId };
  }

  protected typistOf({ who }: { who: { name: string } }): string {
    return who.name;
  }
}

/** @param protocol the version it speaks */
export function tinyVisitor(protocol: number): VisitorKind {
  return {
    name: `the tiny client of a visitor, version ${protocol}`,
    protocol,
    create: ({ url, siteKey, token, protocol: spoken, time }) =>
      new TinyVisitor({
        url: `${url.replace('http', 'ws')}${ENDPOINT}&site=${siteKey}`,
        namespace: '/widget',
        handshake: (heads) => ({
          protocol: spoken,
          token,
          heads,
          page: { url: 'https://shop.example/' },
          language: 'en',
          timezone: 'UTC',
        }),
        after: (ms, task) => time.after(ms, task),
      }),
  };
}

/** @param protocol the version it speaks */
export function tinyAgent(protocol: number): AgentKind {
  return {
    name: `the tiny client of an agent, version ${protocol}`,
    protocol,
    create: ({ url, time }) =>
      new TinyAgent({
        url: `${url.replace('http', 'ws')}${ENDPOINT}`,
        namespace: '/console',
        handshake: () => ({ protocol }),
        after: (ms, task) => time.after(ms, task),
      }),
  };
}
