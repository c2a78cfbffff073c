import { useEffect, useRef, useState } from 'preact/hooks';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Chat } from '../core/chat.ts';
import type { ChatState } from '../core/chat-state.ts';
import { newVisitorToken } from '../core/ids.ts';
import type { Shell } from '../shell.ts';
import { useStyles } from '../ui/adopt-styles.ts';
import { CloseButton } from '../ui/close-button.tsx';
import css from './conversation-options.css';
import { tokenIn, withoutToken } from './resume-address.ts';
import { refusalWords, words } from './words.ts';

interface TakeOverProps {
  chat: Chat;
  state: ChatState;
  shell: Shell;
  /** What the link holds. */
  token: string;
}

/**
 * Somebody has opened a link from another device. Asked before anything is done: a program that looks at links uses none
 * up, and nobody goes on in somebody else's conversation without knowing.
 */
function TakeOver({ chat, state, shell, token }: TakeOverProps) {
  const around = useRef<HTMLDivElement>(null);
  useStyles(around, css);
  const [wrong, setWrong] = useState('');
  // The same for every attempt: the link is used once.
  const { current: secret } = useRef(newVisitorToken());
  // Nobody who looks at the address or the history finds it there.
  useEffect(() => history.replaceState(history.state, '', withoutToken(location.href)), []);
  const leave = () => chat.store.set({ asking: undefined });
  const accept = async () => {
    const answer = await chat.connection.ask('resume:accept', { token, secret }).catch(() => null);
    if (answer === null) setWrong(words.noConnection);
    else if (answer.ok) await become(chat, secret).catch(() => setWrong(words.noConnection));
    else setWrong(wordsFor(answer.error.code));
  };
  return (
    <>
      <div class="top">
        <h2 class="grow cut">{state.site.name}</h2>
        <CloseButton shell={shell} />
      </div>
      <div class="scroll" ref={around}>
        <div class="asked take-over">
          <h2>{words.ending.takeOver}</h2>
          <p>{words.ending.takeOverWarning}</p>
          {Object.keys(state.talks).length > 0 && <p>{words.ending.takeOverReplaces}</p>}
          <div class="row">
            <button type="button" class="send" onClick={() => void accept()}>
              {words.ending.takeOverHere}
            </button>
            <button type="button" class="plain" onClick={leave}>
              {words.ending.notNow}
            </button>
          </div>
          <p class="small wrong" role="alert">
            {wrong}
          </p>
        </div>
      </div>
    </>
  );
}

/** Goes on with another secret. What this browser has not sent yet is not sent by that. */
async function become(chat: Chat, secret: string): Promise<void> {
  const { local, site, swap } = chat.ports;
  const { clearFor } = await import('../later.ts');
  swap(() => clearFor({ local, memory: new Map(), siteKey: site.key }, local.get('person'), secret));
}

function wordsFor(code: ErrorCode): string {
  if (code === 'not_allowed') return words.ending.signedInHere;
  return code === 'link_invalid' || code === 'invalid_input' ? words.ending.linkOver : refusalWords(code);
}

/** Shows it where a link has led here. */
export function askTakeOver(chat: Chat): void {
  const token = tokenIn(location.href);
  if (token) chat.store.set({ asking: (props) => <TakeOver {...props} token={token} /> });
}
