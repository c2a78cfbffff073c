import type { ComponentChildren } from 'preact';
import { Brand } from '../ui/brand.tsx';
import { Button } from '../ui/button.tsx';
import './entrance.css';

export interface EntranceProps {
  title: string;
  why: ComponentChildren;
  children: ComponentChildren;
}

/** The card in the middle of the page that everybody comes in by. */
export function Entrance({ title, why, children }: EntranceProps) {
  return (
    <div class="entrance">
      <main class="entrance-card">
        <Brand name="Parley" />
        <div>
          <h1 class="entrance-title">{title}</h1>
          <p class="entrance-why">{why}</p>
        </div>
        {children}
      </main>
    </div>
  );
}

export interface EntranceFormProps {
  verb: string;
  busy: boolean;
  /** What went wrong, where no field says it. */
  failure: string | undefined;
  onSubmit(): void;
  children: ComponentChildren;
}

export function EntranceForm({ verb, busy, failure, onSubmit, children }: EntranceFormProps) {
  return (
    <form
      class="entrance-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) onSubmit();
      }}
    >
      {children}
      {failure && (
        <p class="entrance-failure" role="alert">
          {failure}
        </p>
      )}
      <Button type="submit" look="primary" size="tall" busy={busy}>
        {verb}
      </Button>
    </form>
  );
}
