import { useState } from 'preact/hooks';
import type { Page } from '../../shared/paging.ts';
import type { ApiToken } from '../../shared/tokens.ts';
import { fill } from '../../shared/wording.ts';
import { now } from '../core/clock.ts';
import { dayInSentence } from '../core/times.ts';
import { useLoaded } from '../core/use-loaded.ts';
import { useDesk } from '../desk-context.ts';
import { SettingsFrame, SettingsHead } from '../settings/settings-frame.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Loading, Skeleton } from '../ui/skeleton.tsx';
import { Empty, Failed } from '../ui/state.tsx';
import { toast } from '../ui/toast.tsx';
import { fillWith } from '../words/fill-with.ts';
import { listed, refusalWords, words } from '../words/words.ts';
import { TokenDialog } from './token-dialog.tsx';

/** Tokens by which programs use the API. */
export function TokensPage() {
  const { api } = useDesk();
  const [making, setMaking] = useState(false);
  const { state, reload } = useLoaded(() => api.get<Page<ApiToken>>('/tokens'), 'tokens');
  return (
    <SettingsFrame>
      <SettingsHead
        title={words.frame.tokens}
        why={words.tokens.why}
        action={
          <Button look="primary" onClick={() => setMaking(true)}>
            {words.tokens.new}
          </Button>
        }
      />
      {state.kind === 'loading' && (
        <Loading label={words.tokens.loading}>
          <Skeleton width="100%" height={64} />
        </Loading>
      )}
      {state.kind === 'failed' && (
        <Failed title={words.tokens.failed} says={refusalWords(state.refusal)} onRetry={reload} />
      )}
      {state.kind === 'ready' && state.value.items.length === 0 && (
        <Empty title={words.tokens.nothing}>
          {fillWith(words.tokens.nothingSays, {
            address: (
              <a class="address" href="/openapi.json">
                /openapi.json
              </a>
            ),
          })}
        </Empty>
      )}
      {state.kind === 'ready' && state.value.items.length > 0 && (
        <ul class="settings-list" aria-label={words.frame.tokens}>
          {state.value.items.map((token) => (
            <li key={token.id}>
              <TokenItem token={token} onRevoked={reload} />
            </li>
          ))}
        </ul>
      )}
      {making && <TokenDialog onMade={reload} onClose={() => setMaking(false)} />}
    </SettingsFrame>
  );
}

function TokenItem({ token, onRevoked }: { token: ApiToken; onRevoked(): void }) {
  const { api, me, directory } = useDesk();
  const [asking, setAsking] = useState(false);
  const maker = token.agentId === me.value.id ? null : directory.find(token.agentId);
  const revoke = async () => {
    setAsking(false);
    const answer = await api.delete(`/tokens/${token.id}`);
    if (!answer.ok && answer.error.code !== 'not_found') toast(refusalWords(answer.error));
    onRevoked();
  };
  const used =
    token.lastUsedAt === null
      ? words.tokens.neverUsed
      : fill(words.tokens.used, { day: dayInSentence(token.lastUsedAt, now.value) });
  const about = [
    maker?.name,
    fill(words.tokens.made, { day: dayInSentence(token.createdAt, now.value) }),
    used,
  ];
  return (
    <div class="settings-item">
      <div class="settings-item-words">
        <span class="settings-item-name">{token.name}</span>
        <span class="settings-item-faint">
          {listed(token.scopes.map((scope) => words.tokens.scopes[scope]))}
        </span>
        <span class="settings-item-faint">{about.filter(Boolean).join(' · ')}</span>
      </div>
      <Button
        size="small"
        aria-label={fill(words.tokens.revokeName, { name: token.name })}
        onClick={() => setAsking(true)}
      >
        {words.tokens.revoke}
      </Button>
      {asking && (
        <Dialog
          title={fill(words.tokens.revokeAsk, { name: token.name })}
          says={words.tokens.revokeSays}
          verb={words.tokens.revoke}
          danger
          onConfirm={() => void revoke()}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}
