import { useState } from 'preact/hooks';
import type { Page } from '../../shared/paging.ts';
import type { ApiToken } from '../../shared/tokens.ts';
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
import { SCOPE_NAMES } from './scope-names.ts';
import { TokenDialog } from './token-dialog.tsx';

/** Tokens by which programs use the API. */
export function TokensPage() {
  const { api } = useDesk();
  const [making, setMaking] = useState(false);
  const { state, reload } = useLoaded(() => api.get<Page<ApiToken>>('/tokens'), 'tokens');
  return (
    <SettingsFrame>
      <SettingsHead
        title="Tokens"
        why="A program that shows a token may use the API in the name of whoever made it."
        action={
          <Button look="primary" onClick={() => setMaking(true)}>
            New token
          </Button>
        }
      />
      {state.kind === 'loading' && (
        <Loading label="Loading tokens">
          <Skeleton width="100%" height={64} />
        </Loading>
      )}
      {state.kind === 'failed' && (
        <Failed title="Tokens could not be loaded" says={state.refusal.message} onRetry={reload} />
      )}
      {state.kind === 'ready' && state.value.items.length === 0 && (
        <Empty title="No tokens yet">
          What the API can do is described at <a href="/openapi.json">openapi.json</a>.
        </Empty>
      )}
      {state.kind === 'ready' && state.value.items.length > 0 && (
        <ul class="settings-list" aria-label="Tokens">
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
    if (!answer.ok && answer.error.code !== 'not_found') toast(answer.error.message);
    onRevoked();
  };
  const used =
    token.lastUsedAt === null ? 'never used' : `last used ${dayInSentence(token.lastUsedAt, now.value)}`;
  const about = [maker?.name, `made ${dayInSentence(token.createdAt, now.value)}`, used];
  return (
    <div class="settings-item">
      <div class="settings-item-words">
        <span class="settings-item-name">{token.name}</span>
        <span class="settings-item-faint">{token.scopes.map((scope) => SCOPE_NAMES[scope]).join(', ')}</span>
        <span class="settings-item-faint">{about.filter(Boolean).join(' · ')}</span>
      </div>
      <Button size="small" aria-label={`Revoke ${token.name}`} onClick={() => setAsking(true)}>
        Revoke
      </Button>
      {asking && (
        <Dialog
          title={`Revoke ${token.name}?`}
          says="Programs that use it are refused from now on."
          verb="Revoke"
          danger
          onConfirm={() => void revoke()}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}
