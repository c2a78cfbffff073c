import { Component } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { fill } from '../../shared/wording.ts';
import { useFreshAddresses } from '../attachments/use-fresh-addresses.ts';
import { AskDetails } from '../contacts/ask-details.tsx';
import type { Chat } from '../core/chat.ts';
import { type ChatState, pendingIn } from '../core/chat-state.ts';
import { takeBack } from '../forms/take-back.ts';
import { useStyles } from '../ui/adopt-styles.ts';
import { Face } from '../ui/face.tsx';
import { moreWords } from '../words/more-words.ts';
import { language } from '../words/words.ts';
import { agentOf, personOf } from './agent-of.ts';
import { OwnBubble, TheirBubble } from './bubble.tsx';
import { Choices } from './choices.tsx';
import { MessageOptions } from './message-options.tsx';
import { type Row, threadRows } from './rows.ts';
import css from './thread-rows.css';
import { useNewLine } from './use-new-line.ts';
import { useRest } from './use-rest.ts';

/** What has been said in a conversation, and what became of it. */
export function ThreadRows({ chat, state, id }: { chat: Chat; state: ChatState; id: string }) {
  const around = useRef<HTMLDivElement>(null);
  useStyles(around, css);
  useEffect(() => takeBack(chat, state, id));
  const talk = state.talks[id];
  useFreshAddresses(around, chat, talk, state.link.kind === 'live');
  const readSeq = useNewLine(around, chat, state, id);
  useRest(around);
  const rows = threadRows(talk, pendingIn(state, id), state.site.name, Date.now(), readSeq);
  return (
    <div class="rows" ref={around}>
      {rows.map((row) => (
        <div key={row.key} class="row">
          <ThreadRow id={id} row={row} chat={chat} state={state} />
        </div>
      ))}
      <Reach chat={chat} state={state} told={talk?.conversation.awayTold === true} />
      <Typing state={state} id={id} person={agentOf(talk, state)} />
    </div>
  );
}

interface RowProps {
  id: string;
  row: Row;
  chat: Chat;
  state: ChatState;
}

/** One line; drawn again only where it shows something else, because a long thread has hundreds. */
class ThreadRow extends Component<RowProps> {
  #drawn = '';

  override shouldComponentUpdate(next: RowProps): boolean {
    const { row, state, id } = next;
    const face = row.kind === 'theirs' && state.faces[row.authorId];
    const wanted = JSON.stringify([row, face, id, language]);
    const isOther = wanted !== this.#drawn;
    this.#drawn = wanted;
    return isOther;
  }

  override render({ row, chat, state, id }: RowProps) {
    const options = 'changeable' in row && row.changeable && <MessageOptions row={row} chat={chat} id={id} />;
    switch (row.kind) {
      case 'note':
        return <div class="note">{row.text}</div>;
      case 'new':
        return <div class="note new">{row.text}</div>;
      case 'theirs':
        return (
          <TheirBubble
            row={row}
            chat={chat}
            options={options}
            person={personOf({ id: row.authorId, name: row.name }, state)}
          />
        );
      case 'choices':
        return <Choices row={row} chat={chat} id={id} />;
      case 'mine':
        return <OwnBubble row={row} chat={chat} options={options} />;
    }
  }
}

/** How the visitor can be reached while nobody is there: asked for, or said. */
function Reach({ chat, state, told }: { chat: Chat; state: ChatState; told: boolean }) {
  if (!told) return null;
  const email = state.contact?.email;
  return email ? (
    <div class="note">{fill(moreWords().canWriteTo, { email })}</div>
  ) : (
    <AskDetails chat={chat} state={state} />
  );
}

function Typing({ state, id, person }: { state: ChatState; id: string; person: ReturnType<typeof agentOf> }) {
  if (state.typing?.conversationId !== id) return null;
  return (
    <div class="theirs" aria-hidden="true">
      {person && <Face person={person} tiny />}
      <div class="bubble typing">
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}
