import type { Signal } from '@preact/signals';
import { signal } from '@preact/signals';
import type { ConversationOrder, ConversationView } from '../../shared/conversations.ts';
import { createLocalStore } from '../../widget/core/local-store.ts';
import { VIEWS } from '../frame/views.ts';

const ORDERS = ['newest', 'longest_waiting'] as const satisfies ConversationOrder[];

const tab = createLocalStore('console', new Map(), () => sessionStorage);

/** The view that stands beside an open conversation: the one the agent came from, in this tab. */
export const lastView: Signal<ConversationView> = kept('view', VIEWS, 'open');

export const listOrder: Signal<ConversationOrder> = kept('order', ORDERS, 'newest');

/** What the list beside is searched for; empty where it is not. */
export const searchText = signal('');

function kept<Value extends string>(
  name: string,
  allowed: readonly Value[],
  otherwise: Value,
): Signal<Value> {
  const before = tab.get(name);
  const value = signal<Value>(allowed.find((one) => one === before) ?? otherwise);
  value.subscribe((chosen) => tab.set(name, chosen));
  return value;
}
