/**
 * React: put `<Chat user={…} context={…} />` once into your app, beside everything that stays. It draws nothing itself;
 * the chat has an element of its own on the page. Types: copy widget/parley.d.ts beside this file.
 */
import { useEffect } from 'react';
import type { Parley, ParleyContext, ParleyIdentity } from '../../widget/parley.d.ts';

const SERVER = 'https://chat.example.com';
const SITE_KEY = 'SITE_KEY';

interface ChatProps {
  /** Who is signed in, with the token that your server has signed; null for nobody. */
  user: ParleyIdentity | null;
  /** What the agents should know while they answer, such as the plan or the cart. */
  context: ParleyContext;
}

export function Chat({ user, context }: ChatProps) {
  useEffect(load, []);
  // Told again where something in it is different, not where it is a new object.
  const [who, what] = [JSON.stringify(user), JSON.stringify(context)];
  useEffect(() => withChat((parley) => parley.identify(JSON.parse(who))), [who]);
  useEffect(() => withChat((parley) => parley.setContext(JSON.parse(what))), [what]);
  return null;
}

/** Anywhere in the app: `<button onClick={() => withChat((parley) => parley.open())}>Ask us</button>`. */
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
