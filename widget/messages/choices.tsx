import { answerId } from '../../shared/answer-id.ts';
import type { Chat } from '../core/chat.ts';
import type { Row } from './rows.ts';

export interface ChoicesProps {
  row: Row & { kind: 'choices' };
  chat: Chat;
  /** The conversation's. */
  id: string;
}

/** Answers that the newest message offers, to be sent with a press. */
export function Choices({ row: { offeredBy, replies }, chat, id }: ChoicesProps) {
  return (
    <div class="quick">
      {replies.map((text) => (
        <button
          key={text}
          type="button"
          dir="auto"
          onClick={({ currentTarget }) => {
            const to = { conversationId: id };
            const panel = currentTarget.closest('.chat');
            chat.add({ to, text }, answerId(offeredBy));
            chat.setAtEnd(true);
            // They are about to go. A field that has the focus would bring up a keyboard.
            const next = matchMedia('(pointer: fine)').matches ? '#message' : '.log';
            panel?.querySelector<HTMLElement>(next)?.focus({ preventScroll: true });
          }}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
