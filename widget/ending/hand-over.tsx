import { useEffect, useRef, useState } from 'preact/hooks';
import { RESUME_LINK_MS } from '../../shared/limits.ts';
import type { Chat } from '../core/chat.ts';
import { QrCode } from './qr-code.tsx';
import { resumeAddress } from './resume-address.ts';
import { refusalWords, words } from './words.ts';

type Offer =
  | { kind: 'asked' }
  | { kind: 'made'; url: string }
  | { kind: 'said'; says: string; again: boolean };

/** A link by which another device goes on, as a code to scan and to copy. */
export function HandOver({ chat, id, onBack }: { chat: Chat; id: string; onBack(): void }) {
  const [offer, setOffer] = useState<Offer>({ kind: 'asked' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const { connection } = chat;
    let isShown = true;
    const show = (next: Offer) => isShown && setOffer(next);
    const say = (says: string, again = true) => show({ kind: 'said', says, again });
    connection.ask('resume:offer', { conversationId: id }).then(
      (answer) => {
        if (answer.ok) return show({ kind: 'made', url: resumeAddress(location.href, answer.value.token) });
        const { code } = answer.error;
        if (code === 'not_allowed') say(words.ending.resumeSignedIn, false);
        else say(refusalWords(code));
      },
      () => say(words.noConnection),
    );
    const unlisten = connection.on(
      'resumed',
      ({ conversationId }) => conversationId === id && say(words.ending.resumed, false),
    );
    const over = setTimeout(() => say(words.ending.codeOver), RESUME_LINK_MS);
    return () => {
      isShown = false;
      clearTimeout(over);
      unlisten();
    };
  }, [attempt]);
  return (
    <div class="asked">
      {offer.kind === 'made' && <Made url={offer.url} />}
      <p role="status">
        {offer.kind === 'asked' && words.ending.collecting}
        {offer.kind === 'said' && offer.says}
      </p>
      <div class="row">
        {offer.kind === 'said' && offer.again && (
          <button
            type="button"
            class="send"
            onClick={() => {
              setOffer({ kind: 'asked' });
              setAttempt(attempt + 1);
            }}
          >
            {words.tryAgain}
          </button>
        )}
        <button type="button" class="plain" onClick={onBack}>
          {words.back}
        </button>
      </div>
    </div>
  );
}

function Made({ url }: { url: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = () => {
    field.current?.select();
    // Not on pages without https: what is selected is copied by hand.
    void navigator.clipboard?.writeText(url).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  return (
    <>
      <p class="small">{words.ending.resumeHow}</p>
      <QrCode text={url} label={words.ending.code} />
      <input ref={field} readOnly value={url} aria-label={words.ending.link} />
      <div class="row">
        <button type="button" class="send" onClick={copy}>
          {words.ending.copy}
        </button>
        <span class="small" role="status">
          {copied && words.ending.copied}
        </span>
      </div>
    </>
  );
}
