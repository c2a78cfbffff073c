import { useState } from 'preact/hooks';
import type { Agent } from '../../shared/agents.ts';
import { fill } from '../../shared/wording.ts';
import { useDesk } from '../desk-context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { words } from '../words/words.ts';
import { SiteChoice } from './site-choice.tsx';

export interface SitesDialogProps {
  agent: Agent;
  /** Null for all sites, now and later. */
  onPick(siteIds: string[] | null): void;
  onClose(): void;
}

/** Which sites a colleague answers for. */
export function SitesDialog({ agent, onPick, onClose }: SitesDialogProps) {
  const { sites } = useDesk();
  const [siteIds, setSiteIds] = useState(agent.siteIds);
  return (
    <Dialog
      title={fill(words.agents.sitesOf, { name: agent.name })}
      says={words.agents.sitesOfSays}
      verb={words.general.save}
      onConfirm={() => onPick(siteIds)}
      onClose={onClose}
    >
      <SiteChoice sites={sites.value} siteIds={siteIds} onChange={setSiteIds} />
    </Dialog>
  );
}
