import { useState } from 'preact/hooks';
import type { Language } from '../../shared/languages.ts';
import { useForm } from '../core/use-form.ts';
import { useDesk } from '../desk-context.ts';
import { SitePreview } from '../sites/preview.tsx';
import { SiteEditor } from '../sites/site-editor.tsx';
import type { SiteWithSnippet } from '../sites/site-with-snippet.ts';
import { words } from '../words/words.ts';
import { draftedLogo, saveLogo } from './logo-draft.ts';
import { changesOf, countChanges, draftOf, isOffset, type LookDraft, settingsOf } from './look-draft.ts';
import { LookFields } from './look-fields.tsx';

export interface SiteLookProps {
  site: SiteWithSnippet;
  onSaved(site: SiteWithSnippet): void;
}

/** What is looked at in the preview: what has just been changed. */
export interface LookedAt {
  what: 'chat' | 'launcher' | 'place' | 'away';
  language: Language;
}

/** How a site's chat looks and what it says, beside the chat itself. */
export function SiteLook({ site, onSaved }: SiteLookProps) {
  const desk = useDesk();
  const form = useForm<LookDraft>(draftOf(site));
  const [lookedAt, lookAt] = useState<LookedAt>({ what: 'chat', language: site.language });
  const count = countChanges(site, form.values);
  const take = (saved: SiteWithSnippet) => {
    onSaved(saved);
    desk.takeSites([saved]);
  };
  const save = async () => {
    const { logo, side, bottom } = form.values;
    const wrong = {
      ...(!isOffset(side) && { side: words.faults.side }),
      ...(!isOffset(bottom) && { bottom: words.faults.bottom }),
    };
    if (Object.keys(wrong).length > 0) return form.refuse(wrong);
    const saved = await form.submit(async () => {
      const withLogo = await saveLogo(desk.api, site, logo);
      if (withLogo?.ok === false) {
        const { message } = withLogo.error;
        return { ok: false, error: { ...withLogo.error, errors: [{ path: 'logo', message }] } };
      }
      if (withLogo) {
        take(withLogo.value);
        form.set('logo', { kind: 'kept' });
      }
      const changes = changesOf(site, form.values);
      if (withLogo && Object.keys(changes).length === 0) return withLogo;
      return desk.api.patch<SiteWithSnippet>(`/sites/${site.id}`, changes);
    });
    if (saved === null) return;
    take(saved);
    form.reset(draftOf(saved));
  };
  const failure = form.failure ?? (Object.keys(form.faults).length > 0 ? words.general.putRight : undefined);
  return (
    <SiteEditor
      site={site}
      part="look"
      preview={
        <SitePreview
          // What is said without hours is to be seen while it is written.
          {...(lookedAt.what === 'away' && { hours: null })}
          site={{ ...site, ...settingsOf(site, form.values) }}
          logo={draftedLogo(site, form.values.logo)}
          presence={lookedAt.what === 'away' ? 'away' : 'here'}
          screen={lookedAt.what === 'place' ? 'computer' : 'phone'}
          language={lookedAt.language}
          closed={lookedAt.what === 'launcher' && form.values.launcher !== 'none'}
        />
      }
      changes={count}
      saving={form.busy}
      failure={failure}
      onSave={() => void save()}
      onDiscard={() => form.reset(draftOf(site))}
    >
      <LookFields site={site} form={form} lookedAt={lookedAt} onLook={lookAt} />
    </SiteEditor>
  );
}
