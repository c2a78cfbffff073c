import type { Chat } from '../core/chat.ts';
import type { ChatState } from '../core/chat-state.ts';
import { Later } from '../core/later.tsx';
import { part } from '../core/part.ts';
import type { Talk } from '../core/talks.ts';
import type { Shell } from '../shell.ts';
import { CloseButton } from '../ui/close-button.tsx';
import { Face } from '../ui/face.tsx';
import { Icon } from '../ui/icon.tsx';
import { Logo } from '../ui/logo.tsx';
import { PresenceLine } from '../ui/presence-line.tsx';
import { words } from '../words/words.ts';
import { agentOf } from './agent-of.ts';

const threadMenu = part('ThreadMenu');

interface HeadProps {
  chat: Chat;
  state: ChatState;
  shell: Shell;
  talk: Talk | undefined;
}

/** Who answers, and whether somebody is there. */
export function ThreadHead({ chat, state, shell, talk }: HeadProps) {
  const { presence, site } = state;
  const agent = agentOf(talk, state);
  const agentThere = presence?.agents.some(({ id }) => id === agent?.id);
  // Where others have taken over, the head does not speak for somebody who has left.
  const shown = agent && (agentThere || !presence?.here) ? agent : null;
  return (
    <div class="top">
      <button type="button" class="icon" aria-label={words.back} onClick={() => chat.show(null)}>
        <Icon name="back" />
      </button>
      {shown ? <Face person={shown} /> : <Logo site={site} />}
      <div class="grow">
        <h2 class="cut">{shown?.name ?? site.name}</h2>
        <PresenceLine state={state} agentId={shown?.id} />
      </div>
      <Later load={threadMenu} chat={chat} state={state} talk={talk} />
      <CloseButton shell={shell} />
    </div>
  );
}
