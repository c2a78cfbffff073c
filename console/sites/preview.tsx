import { useEffect, useRef, useState } from 'preact/hooks';
import { firstName } from '../../shared/names.ts';
import type { SiteSettings, WidgetSite } from '../../shared/sites.ts';
import { useDesk } from '../desk-context.ts';
import { Segments } from '../ui/tabs.tsx';
import { words } from '../words/words.ts';
import { PREVIEW_KEY, PreviewServer } from './preview-server.ts';
import './preview.css';

type Shown = Pick<
  SiteSettings,
  'name' | 'color' | 'greeting' | 'position' | 'language' | 'enabled' | 'preChatForm' | 'offlineForm'
>;

export interface SitePreviewProps {
  /** The settings as they stand in the form. */
  site: Shown;
  /** What is looked at just now: it can be switched. */
  presence: 'here' | 'away';
}

/** The chat of a site as visitors see it: the same code, in a page of its own and connected to nothing. */
export function SitePreview({ site, presence: wanted }: SitePreviewProps) {
  const [presence, setPresence] = useState(wanted);
  useEffect(() => setPresence(wanted), [wanted]);
  const { name, says, off, ...who } = words.sites.preview;
  return (
    <aside class="preview" aria-label={name}>
      <p class="preview-label">{says}</p>
      <Segments
        label={who.presence}
        chosen={presence}
        choices={[
          { value: 'here' as const, label: who.here },
          { value: 'away' as const, label: who.away },
        ]}
        onChoose={(chosen) => setPresence(chosen)}
      />
      {site.enabled ? (
        // Where it stands and what it speaks, a chat is told once.
        <PreviewPage key={site.position + site.language} site={site} isHere={presence === 'here'} />
      ) : (
        <p class="preview-page preview-off">{off}</p>
      )}
    </aside>
  );
}

function PreviewPage({ site, isHere }: { site: Shown; isHere: boolean }) {
  const me = useDesk().me.value;
  const frame = useRef<HTMLIFrameElement>(null);
  const server = useRef<PreviewServer | null>(null);
  const agents = isHere ? [{ id: me.id, name: firstName(me.name), pictureUrl: me.pictureUrl }] : [];
  const look = { site: widgetSiteOf(site), presence: { here: isHere, agents } };
  useEffect(() => server.current?.show(look), [JSON.stringify(look)]);
  const begin = () => {
    const page = frame.current?.contentWindow as (Window & typeof globalThis) | null | undefined;
    if (!page) return;
    server.current = new PreviewServer(look);
    server.current.serve(page);
    putChat(page, site.language);
  };
  return (
    <iframe
      ref={frame}
      class="preview-page"
      title={words.sites.preview.name}
      srcdoc="<!doctype html>"
      onLoad={begin}
    />
  );
}

/** Puts the script tag onto the page, as a customer does. */
function putChat(page: Window & typeof globalThis, language: string): void {
  const { document, HTMLElement } = page;
  for (const key of Object.keys(page.localStorage)) {
    if (key.startsWith(`parley:${PREVIEW_KEY}:`)) page.localStorage.removeItem(key);
  }
  // A chat puts the cursor where one writes next. Here somebody is writing beside it.
  const { focus } = HTMLElement.prototype;
  HTMLElement.prototype.focus = function quiet(options) {
    if (document.hasFocus()) focus.call(this, options);
  };
  const script = document.createElement('script');
  script.src = '/widget.js';
  Object.assign(script.dataset, { site: PREVIEW_KEY, locale: language, open: '' });
  document.body.append(script);
}

function widgetSiteOf({
  name,
  color,
  greeting,
  position,
  language,
  preChatForm,
  offlineForm,
}: Shown): WidgetSite {
  return {
    ...{ key: PREVIEW_KEY, name, color, greeting, position, language },
    ...(preChatForm && { preChatForm }),
    ...(offlineForm && { offlineForm }),
  };
}
