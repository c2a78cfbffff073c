import type { ErrorCode } from '../../shared/errors.ts';
import type { Chat } from '../core/chat.ts';
import type { ChatState } from '../core/chat-state.ts';
import type { Shell } from '../shell.ts';
import { CloseButton } from '../ui/close-button.tsx';
import { moreWords, refusalWords } from '../words/more-words.ts';

interface RefusedProps {
  chat: Chat;
  state: ChatState;
  shell: Shell;
  code: ErrorCode;
}

/** Why nobody can chat here now. */
export function Refused({ chat, state, shell, code }: RefusedProps) {
  return (
    <>
      <div class="top">
        <h2 class="grow cut">{state.site.name}</h2>
        <CloseButton shell={shell} />
      </div>
      <div class="middle" role="alert">
        <p>{refusalWords(code)}</p>
        <p class="small">{moreWords().writtenIsKept}</p>
        <button type="button" class="send big" onClick={() => chat.tryAgain()}>
          {moreWords().tryAgain}
        </button>
      </div>
    </>
  );
}
