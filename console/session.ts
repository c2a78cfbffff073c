/** Whether somebody is signed in, and the desk of whoever is. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Agent } from '../shared/agents.ts';
import type { Refusal } from '../shared/errors.ts';
import { type Api, createApi } from './core/api.ts';
import { type Desk, openDesk } from './desk.ts';
import { speakAs } from './words/speaking.ts';

/** Why nobody is signed in, where that has to be said: they have signed out, or the session is over. */
export type SignedOutWhy = 'signedOut' | 'sessionOver' | null;

type SessionState =
  | { kind: 'loading' }
  | { kind: 'failed'; refusal: Refusal }
  | { kind: 'signed_out'; setUpNeeded: boolean; why: SignedOutWhy }
  | { kind: 'signed_in'; desk: Desk }
  /** The server is newer than this page: it has to be loaded anew. */
  | { kind: 'outdated'; refusal: Refusal };

export interface Session {
  readonly state: ReadonlySignal<SessionState>;
  readonly api: Api;
  /** Finds out who is signed in. */
  start(): Promise<void>;
  signOut(): Promise<Refusal | null>;
}

export function createSession(origin: string): Session {
  const state = signal<SessionState>({ kind: 'loading' });
  let starting: Promise<void> | null = null;
  const api = createApi(() => end({ kind: 'signed_out', setUpNeeded: false, why: 'sessionOver' }));

  function end(next: SessionState): void {
    const before = state.peek();
    if (before.kind === 'signed_in') before.desk.close();
    state.value = next;
  }
  function refused(refusal: Refusal): void {
    if (refusal.code === 'not_signed_in') end({ kind: 'signed_out', setUpNeeded: false, why: 'sessionOver' });
    else end({ kind: 'outdated', refusal });
  }
  async function start(): Promise<void> {
    end({ kind: 'loading' });
    const answer = await api.get<Agent>('/me');
    if (answer.ok) {
      await speakAs(answer.value.language);
      const desk = openDesk({
        api,
        origin,
        me: answer.value,
        onRefused: (refusal) => queueMicrotask(() => refused(refusal)),
      });
      end({ kind: 'signed_in', desk });
    } else if (answer.error.code === 'not_signed_in') {
      const setUp = await api.get<{ needed: boolean }>('/setup');
      end({ kind: 'signed_out', setUpNeeded: setUp.ok && setUp.value.needed, why: null });
    } else {
      end({ kind: 'failed', refusal: answer.error });
    }
  }
  return {
    state,
    api,
    start() {
      starting ??= start().finally(() => {
        starting = null;
      });
      return starting;
    },
    async signOut() {
      const answer = await api.delete('/session');
      if (!answer.ok && answer.error.code !== 'not_signed_in') return answer.error;
      end({ kind: 'signed_out', setUpNeeded: false, why: 'signedOut' });
      return null;
    },
  };
}
