import { useForm } from '../core/use-form.ts';
import { useLoaded } from '../core/use-loaded.ts';
import { useDesk } from '../desk-context.ts';
import { SiteForms } from '../forms/site-forms.tsx';
import { SiteHours } from '../hours/site-hours.tsx';
import { SiteLook } from '../look/site-look.tsx';
import { addressOf, type SitePart } from '../router.ts';
import { SettingsFrame } from '../settings/settings-frame.tsx';
import { Loading, Skeleton } from '../ui/skeleton.tsx';
import { Failed } from '../ui/state.tsx';
import { fillWith } from '../words/fill-with.ts';
import { refusalWords, words } from '../words/words.ts';
import { SitePreview } from './preview.tsx';
import { changesOf, draftOf, isHours, type SiteDraft } from './site-draft.ts';
import { SiteEditor } from './site-editor.tsx';
import { SiteFields } from './site-fields.tsx';
import { SiteIdentity } from './site-identity.tsx';
import { SitePages } from './site-pages.tsx';
import type { SiteWithSnippet } from './site-with-snippet.ts';
import { Snippet } from './snippet.tsx';

/** One site's settings. */
export function SitePage({ id, part }: { id: string; part: SitePart }) {
  const { api } = useDesk();
  const { state, reload, put } = useLoaded(() => api.get<SiteWithSnippet>(`/sites/${id}`), id);
  switch (state.kind) {
    case 'loading':
      return (
        <SettingsFrame>
          <Loading label={words.sites.loadingOne}>
            <Skeleton width="40%" height={28} />
          </Loading>
        </SettingsFrame>
      );
    case 'failed': {
      const gone = state.refusal.code === 'not_found' || state.refusal.code === 'invalid_input';
      return (
        <SettingsFrame>
          {gone ? (
            <Failed title={words.sites.noSuch} says={words.sites.notYours} />
          ) : (
            <Failed title={words.sites.oneFailed} says={refusalWords(state.refusal)} onRetry={reload} />
          )}
        </SettingsFrame>
      );
    }
    case 'ready':
      return <Part key={id} part={part} site={state.value} onSaved={put} />;
  }
}

interface PartProps {
  site: SiteWithSnippet;
  onSaved(site: SiteWithSnippet): void;
}

function Part({ part, ...props }: PartProps & { part: SitePart }) {
  switch (part) {
    case 'chat':
      return <SiteForm {...props} />;
    case 'look':
      return <SiteLook {...props} />;
    case 'forms':
      return <SiteForms {...props} />;
    case 'hours':
      return <SiteHours {...props} />;
    case 'pages':
      return <SitePages {...props} />;
    case 'identity':
      return <SiteIdentity {...props} />;
  }
}

function SiteForm({ site, onSaved }: PartProps) {
  const desk = useDesk();
  const form = useForm<SiteDraft>(draftOf(site));
  const { name, language } = form.values;
  const changes = changesOf(site, form.values);
  const save = async () => {
    if (!form.require({ name: words.sites.nameNeeded })) return;
    if (!isHours(form.values.continueWithinHours)) {
      form.refuse({ continueWithinHours: words.faults.continueWithinHours });
      return;
    }
    const saved = await form.submit(() => desk.api.patch<SiteWithSnippet>(`/sites/${site.id}`, changes));
    if (saved === null) return;
    onSaved(saved);
    form.reset(draftOf(saved));
    desk.takeSites([saved]);
  };
  const failure = form.failure ?? (Object.keys(form.faults).length > 0 ? words.general.putRight : undefined);
  return (
    <SiteEditor
      site={site}
      part="chat"
      preview={<SitePreview site={{ ...site, name, language, enabled: form.values.enabled === 'on' }} />}
      changes={Object.keys(changes).length}
      saving={form.busy}
      failure={failure}
      onSave={() => void save()}
      onDiscard={() => form.reset(draftOf(site))}
      before={
        <>
          <div class="field">
            <p class="field-label">{words.sites.onYourPage}</p>
            <Snippet snippet={site.snippet}>
              {words.sites.paste}{' '}
              {fillWith(words.sites.whetherSeen, {
                pages: (
                  <a href={addressOf({ kind: 'site', id: site.id, part: 'pages' })}>
                    {words.sites.parts.pages.name}
                  </a>
                ),
              })}
            </Snippet>
          </div>
          <hr class="settings-line" />
        </>
      }
    >
      <SiteFields form={form} />
    </SiteEditor>
  );
}
