import { useEffect, useRef, useState } from 'preact/hooks';
import type { Ack, Refusal } from '../../shared/errors.ts';

type Loaded<Value> =
  | { kind: 'loading' }
  | { kind: 'failed'; refusal: Refusal }
  | { kind: 'ready'; value: Value };

export interface Loading<Value> {
  state: Loaded<Value>;
  /** Asks again; what is shown stays until the answer is there. */
  reload(): void;
  /** Puts a newer value in place, such as after saving. */
  put(value: Value): void;
}

/** Something asked for when the component appears, and again when `about` changes. */
export function useLoaded<Value>(ask: () => Promise<Ack<Value>>, about: string): Loading<Value> {
  const [state, setState] = useState<Loaded<Value>>({ kind: 'loading' });
  const turn = useRef(0);
  const load = async (first: boolean) => {
    const mine = ++turn.current;
    if (first) setState({ kind: 'loading' });
    const answer = await ask();
    // Only the latest question counts.
    if (mine !== turn.current) return;
    if (answer.ok) setState({ kind: 'ready', value: answer.value });
    else setState((before) => (before.kind === 'ready' ? before : { kind: 'failed', refusal: answer.error }));
  };
  useEffect(() => {
    void load(true);
    return () => {
      turn.current++;
    };
  }, [about]);
  return {
    state,
    reload: () => void load(state.kind === 'failed'),
    put: (value) => {
      turn.current++;
      setState({ kind: 'ready', value });
    },
  };
}
