/**
 * Vue 3: call `useChat(user, context)` once, in the setup of your app's root. It draws nothing itself; the chat has an
 * element of its own on the page. Types: copy widget/parley.d.ts beside this file.
 */
import { onMounted, type Ref, watch } from 'vue';
import type { Parley, ParleyContext, ParleyIdentity } from '../../widget/parley.d.ts';

const SERVER = 'https://chat.example.com';
const SITE_KEY = 'SITE_KEY';

/**
 * @param user who is signed in, with the token that your server has signed; null for nobody
 * @param context what the agents should know while they answer, such as the plan or the cart
 */
export function useChat(user: Ref<ParleyIdentity | null>, context: Ref<ParleyContext>): void {
  onMounted(() => {
    load();
    watch(user, (now) => withChat((parley) => parley.identify(now)), { immediate: true, deep: true });
    watch(context, (now) => withChat((parley) => parley.setContext(now)), { immediate: true, deep: true });
  });
}

/** Anywhere in the app: `<button @click="withChat((parley) => parley.open())">Ask us</button>`. */
export function withChat(use: (parley: Parley) => void): void {
  (window.Parley ||= []).push(use);
}

/** The script comes once in the life of the page, however often the component does. */
function load(): void {
  const src = `${SERVER}/widget.js`;
  if (document.querySelector(`script[src="${src}"]`)) return;
  const script = document.createElement('script');
  script.async = true;
  script.src = src;
  script.dataset.site = SITE_KEY;
  document.head.append(script);
}
