import type { ComponentChildren } from 'preact';
import { Button } from './button.tsx';
import './state.css';
import { words } from '../words/words.ts';

/** Says what will be here and how to make it so. */
export function Empty({ title, heading = false, children, action }: EmptyProps) {
  return (
    <div class="state">
      {heading ? <h1 class="state-title">{title}</h1> : <p class="state-title">{title}</p>}
      {children && <p>{children}</p>}
      {action && <div class="state-action">{action}</div>}
    </div>
  );
}

export interface EmptyProps {
  title: string;
  /** Where it is all there is on the page. */
  heading?: boolean;
  children?: ComponentChildren;
  action?: ComponentChildren;
}

/** Says what happened and what is safe. */
export function Failed({ title, says, onRetry }: { title: string; says: string; onRetry?(): void }) {
  return (
    <div class="state" role="alert">
      <p class="state-title">{title}</p>
      <p>{says}</p>
      {onRetry && (
        <div class="state-action">
          <Button onClick={onRetry}>{words.general.tryAgain}</Button>
        </div>
      )}
    </div>
  );
}
