import { useId, useState } from 'preact/hooks';
import type { z } from 'zod';
import type { Agent, ChangeAgent } from '../../shared/agents.ts';
import { firstName } from '../../shared/names.ts';
import { useDesk } from '../desk-context.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { optionsOf } from '../ui/field.tsx';
import { MoreIcon } from '../ui/icons.tsx';
import { Menu, type MenuItem } from '../ui/menu.tsx';
import { toast } from '../ui/toast.tsx';
import { ROLE_NAMES } from './role-names.ts';
import { SitesDialog } from './sites-dialog.tsx';

type Change = z.input<typeof ChangeAgent>;

const ROLES = optionsOf(ROLE_NAMES);
const PRESENCE = { here: 'Here', away: 'Away', offline: 'Offline' } as const;

/** A colleague, with what an admin may change about them. */
export function AgentItem({ agent }: { agent: Agent }) {
  const desk = useDesk();
  const [asking, setAsking] = useState<'nothing' | 'sites' | 'deactivate'>('nothing');
  const me = desk.me.value;
  const change = async (changes: Change) => {
    setAsking('nothing');
    const answer = await desk.api.patch<Agent>(`/agents/${agent.id}`, changes);
    if (answer.ok) desk.directory.take([answer.value]);
    else toast(answer.error.message);
  };
  const sites =
    agent.siteIds === null
      ? 'All sites'
      : desk.sites.value
          .filter((site) => agent.siteIds?.includes(site.id))
          .map((site) => site.name)
          .join(', ') || 'No site';
  const says = `${agent.email} · ${sites}`;
  return (
    <div class="settings-item">
      <Avatar
        id={agent.id}
        name={agent.name}
        pictureUrl={agent.pictureUrl}
        presence={agent.active ? agent.presence : 'offline'}
      />
      <div class="settings-item-words">
        <span class={agent.active ? 'settings-item-name' : 'settings-item-name settings-off'}>
          {agent.name}
          {agent.id === me.id && ' (you)'}
        </span>
        <span class="settings-item-faint">{says}</span>
      </div>
      {agent.active ? (
        <Chip tone={agent.presence === 'here' ? 'good' : 'plain'}>{PRESENCE[agent.presence]}</Chip>
      ) : (
        <Chip>Deactivated</Chip>
      )}
      {me.role === 'admin' ? (
        <AdminTools agent={agent} onChange={(changes) => void change(changes)} onAsk={setAsking} />
      ) : (
        <Chip>{ROLE_NAMES[agent.role]}</Chip>
      )}
      {asking === 'sites' && (
        <SitesDialog
          agent={agent}
          onPick={(siteIds) => void change({ siteIds })}
          onClose={() => setAsking('nothing')}
        />
      )}
      {asking === 'deactivate' && (
        <Dialog
          title={`Deactivate ${agent.name}?`}
          says={`${firstName(agent.name)} is signed out everywhere and cannot sign in again until you activate them. What they wrote stays.`}
          verb="Deactivate"
          danger
          onConfirm={() => void change({ active: false })}
          onClose={() => setAsking('nothing')}
        />
      )}
    </div>
  );
}

interface AdminToolsProps {
  agent: Agent;
  onChange(changes: Change): void;
  onAsk(what: 'sites' | 'deactivate'): void;
}

function AdminTools({ agent, onChange, onAsk }: AdminToolsProps) {
  const id = useId();
  const items: MenuItem[] = [
    { kind: 'action', label: 'Change sites', onPick: () => onAsk('sites') },
    { kind: 'line' },
    agent.active
      ? { kind: 'action', label: 'Deactivate', onPick: () => onAsk('deactivate') }
      : { kind: 'action', label: 'Activate', onPick: () => onChange({ active: true }) },
  ];
  return (
    <>
      <label class="unseen" for={id}>
        Role of {agent.name}
      </label>
      <select
        id={id}
        class="input settings-select"
        value={agent.role}
        onChange={(event) => {
          const role = ROLES.find(({ value }) => value === event.currentTarget.value)?.value;
          // Until the change is taken, the old role stands.
          event.currentTarget.value = agent.role;
          if (role && role !== agent.role) onChange({ role });
        }}
      >
        {ROLES.map(({ value, label }) => (
          <option key={value} value={value} selected={value === agent.role}>
            {label}
          </option>
        ))}
      </select>
      <Menu
        label={`More about ${agent.name}`}
        align="end"
        items={items}
        trigger={(binding) => (
          <Button look="quiet" size="small" iconOnly aria-label={`More about ${agent.name}`} {...binding}>
            <MoreIcon />
          </Button>
        )}
      />
    </>
  );
}
