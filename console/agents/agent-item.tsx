import { useId, useState } from 'preact/hooks';
import type { z } from 'zod';
import type { Agent, ChangeAgent } from '../../shared/agents.ts';
import { firstName } from '../../shared/names.ts';
import { fill } from '../../shared/wording.ts';
import { useDesk } from '../desk-context.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { optionsOf } from '../ui/field.tsx';
import { MoreIcon } from '../ui/icons.tsx';
import { Menu, type MenuItem } from '../ui/menu.tsx';
import { toast } from '../ui/toast.tsx';
import { refusalWords, words } from '../words/words.ts';
import { SitesDialog } from './sites-dialog.tsx';

type Change = z.input<typeof ChangeAgent>;

/** A colleague, with what an admin may change about them. */
export function AgentItem({ agent }: { agent: Agent }) {
  const desk = useDesk();
  const [asking, setAsking] = useState<'nothing' | 'sites' | 'deactivate'>('nothing');
  const me = desk.me.value;
  const change = async (changes: Change) => {
    setAsking('nothing');
    const answer = await desk.api.patch<Agent>(`/agents/${agent.id}`, changes);
    if (answer.ok) desk.directory.take([answer.value]);
    else toast(refusalWords(answer.error));
  };
  const sites =
    agent.siteIds === null
      ? words.agents.allSites
      : desk.sites.value
          .filter((site) => agent.siteIds?.includes(site.id))
          .map((site) => site.name)
          .join(', ') || words.agents.noSite;
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
          {agent.id === me.id ? fill(words.general.thatIsYou, { name: agent.name }) : agent.name}
        </span>
        <span class="settings-item-faint">{says}</span>
      </div>
      {agent.active ? (
        <Chip tone={agent.presence === 'here' ? 'good' : 'plain'}>
          {words.general.presence[agent.presence]}
        </Chip>
      ) : (
        <Chip>{words.agents.deactivated}</Chip>
      )}
      {me.role === 'admin' ? (
        <AdminTools agent={agent} onChange={(changes) => void change(changes)} onAsk={setAsking} />
      ) : (
        <Chip>{words.agents.roles[agent.role]}</Chip>
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
          title={fill(words.agents.deactivateAgent, { name: agent.name })}
          says={fill(words.agents.deactivateSays, { name: firstName(agent.name) })}
          verb={words.agents.deactivate}
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
  const roles = optionsOf(words.agents.roles);
  const more = fill(words.agents.moreAbout, { name: agent.name });
  const items: MenuItem[] = [
    { kind: 'action', label: words.agents.changeSites, onPick: () => onAsk('sites') },
    { kind: 'line' },
    agent.active
      ? { kind: 'action', label: words.agents.deactivate, onPick: () => onAsk('deactivate') }
      : { kind: 'action', label: words.agents.activate, onPick: () => onChange({ active: true }) },
  ];
  return (
    <>
      <label class="unseen" for={id}>
        {fill(words.agents.roleOf, { name: agent.name })}
      </label>
      <select
        id={id}
        class="input settings-select"
        value={agent.role}
        onChange={(event) => {
          const role = roles.find(({ value }) => value === event.currentTarget.value)?.value;
          // Until the change is taken, the old role stands.
          event.currentTarget.value = agent.role;
          if (role && role !== agent.role) onChange({ role });
        }}
      >
        {roles.map(({ value, label }) => (
          <option key={value} value={value} selected={value === agent.role}>
            {label}
          </option>
        ))}
      </select>
      <Menu
        label={more}
        align="end"
        items={items}
        trigger={(binding) => (
          <Button look="quiet" size="small" iconOnly aria-label={more} {...binding}>
            <MoreIcon />
          </Button>
        )}
      />
    </>
  );
}
