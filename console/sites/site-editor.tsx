import type { ComponentChildren, RefObject } from 'preact';
import { useDesk } from '../desk-context.ts';
import type { SitePart } from '../router.ts';
import { LeaveGuard } from '../settings/leave-guard.tsx';
import { SettingsFrame } from '../settings/settings-frame.tsx';
import { SaveBar, type SaveBarProps } from '../ui/save-bar.tsx';
import { words } from '../words/words.ts';
import { SiteHead } from './site-head.tsx';
import type { SiteWithSnippet } from './site-with-snippet.ts';

export interface SiteEditorProps extends SaveBarProps {
  site: SiteWithSnippet;
  part: SitePart;
  /** The chat as it will be. */
  preview: ComponentChildren;
  /** Before what can be changed. */
  before?: ComponentChildren;
  around?: RefObject<HTMLFieldSetElement | null>;
  children: ComponentChildren;
}

/** A page of a site's settings: what can be changed, by admins, beside the chat as it will be. */
export function SiteEditor(props: SiteEditorProps) {
  const { site, part, preview, before, around, children, ...bar } = props;
  const locked = useDesk().me.value.role !== 'admin';
  return (
    <SettingsFrame preview={preview} foot={<SaveBar {...bar} />}>
      <SiteHead site={site} part={part} />
      {before}
      {locked && <p class="settings-notice">{words.sites.onlyAdmins}</p>}
      <fieldset class="settings-fields" disabled={locked} {...(around && { ref: around })}>
        {children}
      </fieldset>
      <LeaveGuard unsaved={bar.changes > 0} />
    </SettingsFrame>
  );
}
