import { useState } from 'preact/hooks';
import type { AgentRole, Invite } from '../../shared/agents.ts';
import { useForm } from '../core/use-form.ts';
import { useDesk } from '../desk-context.ts';
import { Snippet } from '../sites/snippet.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { optionsOf, SelectField, TextField } from '../ui/field.tsx';
import { ROLE_NAMES } from './role-names.ts';
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
    if (!form.require({ email: 'Type an email address.' })) return;
    const made = await form.submit(() => desk.api.post<Invite & { link: string }>('/invites', form.values));
    if (made === null) return;
    setLink(made.link);
    onInvited();
  };
  if (link !== null) {
    return (
      <Dialog
        title="Hand over this link"
        says={`It lets ${form.values.email} in once, within 7 days. It is not shown again.`}
        verb="Done"
        noCancel
        onConfirm={onClose}
        onClose={onClose}
      >
        <Snippet snippet={link} label="Copy link" />
      </Dialog>
    );
  }
  const sites = desk.sites.value;
  return (
    <Dialog
      title="Invite somebody"
      says="You get a link to send to them."
      verb="Make a link"
      busy={form.busy}
      failure={form.failure}
      onConfirm={() => void submit()}
      onClose={onClose}
    >
      <TextField
        label="Email"
        value={form.values.email}
        error={form.faults.email}
        onText={(email) => form.set('email', email)}
        input={{ type: 'email', autocomplete: 'off', autoFocus: true, required: true, spellcheck: false }}
      />
      <SelectField
        label="Role"
        help="Admins also change sites, people and settings."
        value={form.values.role}
        options={optionsOf(ROLE_NAMES)}
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
