import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Desk } from './desk.ts';

export const DeskContext = createContext<Desk | null>(null);

/**
 * What the signed-in agent works with.
 * @throws Error outside of the signed-in part of the page
 */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('there is no desk outside of the signed-in part of the page');
  return desk;
}
