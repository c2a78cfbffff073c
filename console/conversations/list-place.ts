import type { Signal } from '@preact/signals';
import { signal } from '@preact/signals';
import type { ConversationOrder, ConversationView } from '../../shared/conversations.ts';
import { createLocalStore } from '../../widget/core/local-store.ts';
import { VIEW_NAMES } from '../frame/view-names.ts';

/** What the orders are called on the screen. */
export const ORDER_NAMES: Record<ConversationOrder, string> = {
  newest: 'Newest',
  longest_waiting: 'Longest waiting',
};

const tab = createLocalStore('console', new Map(), () => sessionStorage);

/** The view that stands beside an open conversation: the one the agent came from, in this tab. */
export const lastView: Signal<ConversationView> = kept('view', VIEW_NAMES, 'open');

export const listOrder: Signal<ConversationOrder> = kept('order', ORDER_NAMES, 'newest');

/** What the list beside is searched for; empty where it is not. */
export const searchText = signal('');

function kept<Value extends string>(
  name: string,
  names: Readonly<Record<Value, string>>,
  otherwise: Value,
): Signal<Value> {
  const before = tab.get(name);
  const value = signal<Value>((Object.keys(names) as Value[]).find((one) => one === before) ?? otherwise);
  value.subscribe((chosen) => tab.set(name, chosen));
  return value;
}
