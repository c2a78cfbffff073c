import { useState } from 'preact/hooks';
import type { ApiToken, TokenScope } from '../../shared/tokens.ts';
import { useForm } from '../core/use-form.ts';
import { useDesk } from '../desk-context.ts';
import { Snippet } from '../sites/snippet.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { optionsOf, TextField } from '../ui/field.tsx';
import { words } from '../words/words.ts';

interface Values {
  name: string;
  scopes: TokenScope[];
}

/** Asks what for, then shows the token. It is shown this once. */
export function TokenDialog({ onMade, onClose }: { onMade(): void; onClose(): void }) {
  const { api } = useDesk();
  const [token, setToken] = useState<string | null>(null);
  const form = useForm<Values>({ name: '', scopes: [] });
  const submit = async () => {
    if (!form.require({ name: words.tokens.nameNeeded })) return;
    const made = await form.submit(() => api.post<ApiToken & { token: string }>('/tokens', form.values));
    if (made === null) return;
    setToken(made.token);
    onMade();
  };
  if (token !== null) {
    return (
      <Dialog
        title={words.tokens.copyNow}
        says={words.tokens.copyNowSays}
        verb={words.general.done}
        noCancel
        onConfirm={onClose}
        onClose={onClose}
      >
        <Snippet snippet={token} label={words.tokens.copy} />
      </Dialog>
    );
  }
  const { scopes } = form.values;
  const toggle = (scope: TokenScope, on: boolean) =>
    form.set('scopes', on ? [...scopes, scope] : scopes.filter((one) => one !== scope));
  return (
    <Dialog
      title={words.tokens.new}
      says={words.tokens.newSays}
      verb={words.tokens.make}
      busy={form.busy}
      failure={form.faults.scopes ?? form.failure}
      onConfirm={() => void submit()}
      onClose={onClose}
    >
      <TextField
        label={words.general.name}
        help={words.tokens.nameHelp}
        value={form.values.name}
        error={form.faults.name}
        onText={(name) => form.set('name', name)}
        input={{ autocomplete: 'off', autoFocus: true, required: true, maxLength: 80 }}
      />
      <fieldset class="settings-choices">
        <legend class="field-label">{words.tokens.itMay}</legend>
        {optionsOf(words.tokens.scopes).map(({ value: scope, label }) => (
          <label class="settings-check" key={scope}>
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={(event) => toggle(scope, event.currentTarget.checked)}
            />
            {label}
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}
