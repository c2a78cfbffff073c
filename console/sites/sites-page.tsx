import { useState } from 'preact/hooks';
import type { Page } from '../../shared/paging.ts';
import { useForm } from '../core/use-form.ts';
import { useLoaded } from '../core/use-loaded.ts';
import { useDesk } from '../desk-context.ts';
import { addressOf, navigate } from '../router.ts';
import { SettingsFrame, SettingsHead } from '../settings/settings-frame.tsx';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Loading, Skeleton } from '../ui/skeleton.tsx';
import { Empty, Failed } from '../ui/state.tsx';
import { textColorOn } from './contrast.ts';
import { keptLogo } from './kept-logo.ts';
import type { SiteWithSnippet } from './site-with-snippet.ts';
import './site-form.css';
import { refusalWords, words } from '../words/words.ts';

/** All sites the agent answers for. */
export function SitesPage() {
  const desk = useDesk();
  const [making, setMaking] = useState(false);
  const { state, reload } = useLoaded(() => desk.api.get<Page<SiteWithSnippet>>('/sites'), 'sites');
  const admin = desk.me.value.role === 'admin';
  return (
    <SettingsFrame>
      <SettingsHead
        title={words.frame.sites}
        why={words.sites.why}
        action={
          admin && (
            <Button look="primary" onClick={() => setMaking(true)}>
              {words.sites.new}
            </Button>
          )
        }
      />
      {state.kind === 'loading' && (
        <Loading label={words.sites.loading}>
          <Skeleton width="100%" height={64} />
        </Loading>
      )}
      {state.kind === 'failed' && (
        <Failed title={words.sites.failed} says={refusalWords(state.refusal)} onRetry={reload} />
      )}
      {state.kind === 'ready' && <SiteList sites={state.value.items} />}
      {making && <NewSiteDialog onClose={() => setMaking(false)} />}
    </SettingsFrame>
  );
}

function SiteList({ sites }: { sites: readonly SiteWithSnippet[] }) {
  if (sites.length === 0) return <Empty title={words.sites.nothing}>{words.sites.nothingSays}</Empty>;
  return (
    <ul class="settings-list">
      {sites.map((site) => (
        <li key={site.id}>
          <a class="settings-item" href={addressOf({ kind: 'site', id: site.id, part: 'chat' })}>
            <SiteMark site={site} />
            <span class="settings-item-words">
              <span class="settings-item-name">{site.name}</span>
              <span class="settings-item-faint">
                {site.origins.length === 0 ? words.sites.anywhere : site.origins.join(', ')}
              </span>
            </span>
            <Chip tone={site.enabled ? 'good' : 'plain'}>
              {site.enabled ? words.general.on : words.sites.switchedOff}
            </Chip>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Its logo, or the first letter of its name on its color. */
function SiteMark({ site }: { site: SiteWithSnippet }) {
  const logo = keptLogo(site);
  if (logo) return <img class="site-mark" src={logo.url} alt="" />;
  return (
    <span
      class="site-mark"
      style={{ background: site.color, color: textColorOn(site.color) }}
      aria-hidden="true"
    >
      {site.name.slice(0, 1).toUpperCase()}
    </span>
  );
}

function NewSiteDialog({ onClose }: { onClose(): void }) {
  const desk = useDesk();
  const form = useForm({ name: '' });
  const submit = async () => {
    if (!form.require({ name: words.sites.nameNeeded })) return;
    const site = await form.submit(() => desk.api.post<SiteWithSnippet>('/sites', form.values));
    if (site === null) return;
    desk.takeSites([site]);
    navigate(addressOf({ kind: 'site', id: site.id, part: 'chat' }));
  };
  return (
    <Dialog
      title={words.sites.new}
      says={words.sites.newSays}
      verb={words.general.create}
      busy={form.busy}
      failure={form.failure}
      onConfirm={() => void submit()}
      onClose={onClose}
    >
      <TextField
        label={words.general.name}
        help={words.sites.nameHelp}
        value={form.values.name}
        error={form.faults.name}
        onText={(name) => form.set('name', name)}
        input={{ autoFocus: true, required: true }}
      />
    </Dialog>
  );
}
