/**
 * What a page may write against widget/parley.d.ts, and what it may not: checked by the compiler, never run. An error that
 * is expected and does not come is an error itself.
 */
import type {
  Parley,
  ParleyContext,
  ParleyEvents,
  ParleyIdentity,
  ParleyMessage,
  ParleyProblem,
} from '../../widget/parley.d.ts';

/** Every call of the page API, in each of its forms. */
export function everyCall(parley: Parley): void {
  (window.Parley ||= []).push((given) => given.open());
  window.Parley.push((given: Parley) => given.close());
  parley.push((given) => given.toggle());
  parley.open();
  parley.close();
  parley.toggle();
  parley.show();
  parley.hide();
  parley.identify({ id: 'u-17', name: 'Lena', email: 'lena@example.com', token: 'ey' });
  parley.identify({ id: 4711 });
  parley.identify({ name: 'Lena' });
  parley.identify({});
  parley.identify(null);
  parley.setContext({ plan: 'premium', items: 3, vip: true, cart: { total: 12.5 } });
  parley.setLocale('pt-BR');
  parley.prefill('Hello');
  const off: () => void = parley.on('ready', () => undefined);
  off();
  parley.on('open', () => undefined);
  parley.on('close', () => undefined);
  parley.on('message', ({ conversationId, from, text, at }: ParleyMessage) => {
    const said: [string, 'visitor' | 'agent', string, number] = [conversationId, from, text, at];
    return said;
  });
  parley.on('unread', (count) => count.toFixed());
  parley.on('error', ({ code, message }: ParleyProblem) => code + message);
  parley.destroy();
}

/** The names are all there, and no others. */
export type EventNames = Same<
  keyof ParleyEvents,
  'ready' | 'open' | 'close' | 'message' | 'unread' | 'error'
>;
export const eventNames: EventNames = true;
export type MethodNames = Same<
  keyof Parley,
  | 'push'
  | 'open'
  | 'close'
  | 'toggle'
  | 'show'
  | 'hide'
  | 'identify'
  | 'setContext'
  | 'setLocale'
  | 'prefill'
  | 'on'
  | 'destroy'
>;
export const methodNames: MethodNames = true;

type Same<A, B> = [A, B] extends [B, A] ? true : false;

/** What is wrong is said before the page runs. */
export function wrongCalls(parley: Parley): void {
  // @ts-expect-error: there is no such method
  parley.openChat();
  // @ts-expect-error: nothing is given to it
  parley.open('chat');
  // @ts-expect-error: somebody is always named, or nobody by null
  parley.identify();
  // @ts-expect-error: an identity is an object
  parley.identify('u-17');
  // @ts-expect-error: nothing else is known of a person
  parley.identify({ id: 'u-17', phone: '+351' });
  // @ts-expect-error: a token is text
  parley.identify({ id: 'u-17', token: 17 });
  // @ts-expect-error: a context has names
  parley.setContext('premium');
  // @ts-expect-error: a tag is text
  parley.setLocale(null);
  // @ts-expect-error: text is put in
  parley.prefill(17);
  // @ts-expect-error: no such event
  parley.on('opened', () => undefined);
  // @ts-expect-error: the count is a number
  parley.on('unread', (count: string) => count);
  // @ts-expect-error: a listener is a function
  parley.on('open', 'open');
  // @ts-expect-error: before the script is there, only push is
  window.Parley?.open();
  const context: ParleyContext = { plan: 'free' };
  // @ts-expect-error: what has been said is said anew, not changed
  context.plan = 'premium';
  const identity: ParleyIdentity = { id: 'u-17' };
  // @ts-expect-error: what is not known is left out
  identity.name = null;
}
