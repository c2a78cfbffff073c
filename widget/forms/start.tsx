import { useRef } from 'preact/hooks';
import type { Chat } from '../core/chat.ts';
import type { ChatState, Told } from '../core/chat-state.ts';
import { Later } from '../core/later.tsx';
import { part } from '../core/part.ts';
import { Composer } from '../messages/composer.tsx';
import { words } from '../words/words.ts';
import type { AskedForm } from './which-form.ts';

const visitorForm = part('VisitorForm');

/**
 * A place to write, with what is asked first. Both around the same field, so that whoever is writing when the last agent
 * leaves goes on.
 */
export function Start({ chat, state, asked }: { chat: Chat; state: ChatState; asked: AskedForm | null }) {
  /** Reads what has been filled in; null until the form is there. */
  const read = useRef<(() => Told | null) | null>(null);
  // What the chat itself asks may be left out, and so may be what does not come.
  const details = () => (read.current ? read.current() : asked?.form ? null : {});
  return (
    <div class={asked ? '' : 'cards'}>
      <section class={asked ? 'form' : 'card'}>
        {asked ? (
          <Later
            load={visitorForm}
            onGone={() => chat.takeNewerCode()}
            {...{ chat, asked, read }}
            refused={state.formRefused}
          />
        ) : (
          <h2 dir="auto">{words.title}</h2>
        )}
        <Composer chat={chat} {...(asked && { details })} />
      </section>
    </div>
  );
}
