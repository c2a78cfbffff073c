import { useRef, useState } from 'preact/hooks';
import type { Chat } from '../core/chat.ts';
import { newClientId } from '../core/ids.ts';
import type { Talk } from '../core/talks.ts';
import { refusalWords, words } from './words.ts';

/** Asks once more, then ends the conversation. */
export function EndTalk({ chat, talk, onClose }: { chat: Chat; talk: Talk; onClose(): void }) {
  const [wrong, setWrong] = useState('');
  // The same for every attempt: ended once, however often it is asked for.
  const { current: clientId } = useRef(newClientId());
  const end = async () => {
    const { connection, follow } = chat;
    const conversationId = talk.conversation.id;
    const answer = await connection.ask('conversation:end', { conversationId, clientId }).catch(() => null);
    if (answer === null) return setWrong(words.noConnection);
    if (answer.ok)
      follow.take({ ...answer.value, clientId, author: { kind: 'contact', id: '' }, kind: 'resolved' });
    else if (answer.error.code === 'ticket_exists') return setWrong(words.ending.isTicket);
    else if (answer.error.code !== 'already_resolved') return setWrong(refusalWords(answer.error.code));
    onClose();
  };
  return (
    <div class="asked">
      <p>{words.ending.endAsk}</p>
      <div class="row">
        <button type="button" class="send" onClick={() => void end()}>
          {words.ending.end}
        </button>
        <button type="button" class="plain" onClick={onClose}>
          {words.cancel}
        </button>
      </div>
      <p class="small wrong" role="alert">
        {wrong}
      </p>
    </div>
  );
}
