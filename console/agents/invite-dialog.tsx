import { useState } from 'preact/hooks';
import type { AgentRole, Invite } from '../../shared/agents.ts';
import { fill } from '../../shared/wording.ts';
import { useForm } from '../core/use-form.ts';
import { useDesk } from '../desk-context.ts';
import { Snippet } from '../sites/snippet.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { optionsOf, SelectField, TextField } from '../ui/field.tsx';
import { words } from '../words/words.ts';
import { SiteChoice } from './site-choice.tsx';

interface Values {
  email: string;
  role: AgentRole;
  siteIds: string[] | null;
}

/** Asks whom, then shows the link to hand over. It is shown this once. */
export function InviteDialog({ onInvited, onClose }: { onInvited(): void; onClose(): void }) {
  const desk = useDesk();
  const [link, setLink] = useState<string | null>(null);
  const form = useForm<Values>({ email: '', role: 'agent', siteIds: null });
  const submit = async () => {
    if (!form.require({ email: words.agents.typeAnEmail })) return;
    const made = await form.submit(() => desk.api.post<Invite & { link: string }>('/invites', form.values));
    if (made === null) return;
    setLink(made.link);
    onInvited();
  };
  if (link !== null) {
    return (
      <Dialog
        title={words.agents.handOver}
        says={fill(words.agents.handOverSays, { email: form.values.email })}
        verb={words.general.done}
        noCancel
        onConfirm={onClose}
        onClose={onClose}
      >
        <Snippet snippet={link} label={words.agents.copyLink} />
      </Dialog>
    );
  }
  const sites = desk.sites.value;
  return (
    <Dialog
      title={words.agents.inviteSomebody}
      says={words.agents.inviteSays}
      verb={words.agents.makeLink}
      busy={form.busy}
      failure={form.failure}
      onConfirm={() => void submit()}
      onClose={onClose}
    >
      <TextField
        label={words.general.email}
        value={form.values.email}
        error={form.faults.email}
        onText={(email) => form.set('email', email)}
        input={{ type: 'email', autocomplete: 'off', autoFocus: true, required: true, spellcheck: false }}
      />
      <SelectField
        label={words.agents.role}
        help={words.agents.roleHelp}
        value={form.values.role}
        options={optionsOf(words.agents.roles)}
        onPick={(role) => form.set('role', role)}
      />
      {sites.length > 1 && (
        <SiteChoice
          sites={sites}
          siteIds={form.values.siteIds}
          onChange={(siteIds) => form.set('siteIds', siteIds)}
        />
      )}
    </Dialog>
  );
}
