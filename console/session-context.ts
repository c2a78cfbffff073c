import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Session } from './session.ts';

export const SessionContext = createContext<Session | null>(null);

/**
 * Who is signed in.
 * @throws Error outside of the page's frame
 */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('there is no session outside of the page');
  return session;
}
