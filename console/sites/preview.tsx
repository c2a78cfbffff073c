import { useEffect, useRef, useState } from 'preact/hooks';
import { type BusinessHours, nextOpening } from '../../shared/business-hours.ts';
import type { Language } from '../../shared/languages.ts';
import type { Look } from '../../shared/look.ts';
import { firstName } from '../../shared/names.ts';
import type { Site } from '../../shared/sites.ts';
import { type ShownSettings, widgetSiteOf } from '../../shared/widget-site.ts';
import { now } from '../core/clock.ts';
import { useDesk } from '../desk-context.ts';
import type { SavedHours } from '../hours/hours-draft.ts';
import { Segments } from '../ui/tabs.tsx';
import { words } from '../words/words.ts';
import { keptLogo } from './kept-logo.ts';
import { PREVIEW_KEY, PreviewServer } from './preview-server.ts';
import './preview.css';

export interface SitePreviewProps {
  /** The settings as they stand in the form. */
  site: ShownSettings & SavedHours & Pick<Site, 'key' | 'logo' | 'enabled'>;
  /** The site's own unless said. */
  logo?: Look['logo'];
  /** What is looked at just now, and on what: both can be switched. */
  presence?: 'here' | 'away';
  screen?: 'phone' | 'computer';
  /** Said where nobody is there; the site's own unless said. */
  hours?: BusinessHours | null;
  /** What it speaks; the site's language unless said. */
  language?: Language;
  /** Whether the launcher is looked at, which an open chat may cover. */
  closed?: boolean;
}

/** The chat of a site as visitors see it: the same code, in a page of its own and connected to nothing. */
export function SitePreview(props: SitePreviewProps) {
  const { site, language = site.language, closed = false } = props;
  const { logo = keptLogo(site), hours = site.hours } = props;
  const [presence, setPresence] = useSwitch(props.presence ?? 'here');
  const [screen, setScreen] = useSwitch(props.screen ?? 'phone');
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
        onChoose={setPresence}
      />
      <Segments
        label={who.screen}
        chosen={screen}
        choices={[
          { value: 'phone' as const, label: who.phone },
          { value: 'computer' as const, label: who.computer },
        ]}
        onChoose={setScreen}
      />
      {site.enabled ? (
        // What it speaks, a chat is told once; where it stands, it takes only while it is closed.
        <div class={`preview-page preview-on-${screen}`}>
          <PreviewPage
            key={site.position + language + (site.launcher === 'none')}
            {...{ site, logo, hours, language, closed }}
            isHere={presence === 'here'}
          />
        </div>
      ) : (
        <p class="preview-page preview-off">{off}</p>
      )}
    </aside>
  );
}

/** What one has chosen, until something else is looked at. */
function useSwitch<Value extends string>(wanted: Value): [Value, (chosen: Value) => void] {
  const [chosen, choose] = useState(wanted);
  useEffect(() => choose(wanted), [wanted]);
  return [chosen, choose];
}

type PreviewPageProps = Required<Omit<SitePreviewProps, 'presence' | 'screen'>> & { isHere: boolean };
type PreviewWindow = Window &
  typeof globalThis & {
    Parley?: { push(use: (parley: Record<'open' | 'close', () => void>) => void): unknown };
  };

function PreviewPage({ site, logo, hours, language, closed, isHere }: PreviewPageProps) {
  const me = useDesk().me.value;
  const frame = useRef<HTMLIFrameElement>(null);
  const server = useRef<PreviewServer | null>(null);
  const agents = isHere ? [{ id: me.id, name: firstName(me.name), pictureUrl: me.pictureUrl }] : [];
  const backAt = isHere || hours === null ? null : nextOpening(hours, site.specialDays ?? [], now.value);
  const presence = { here: isHere, agents, ...(backAt !== null && { backAt }) };
  const look = { site: widgetSiteOf(PREVIEW_KEY, site, logo), presence };
  useEffect(() => server.current?.show(look), [JSON.stringify(look)]);
  useEffect(
    () => setOpen(frame.current?.contentWindow as PreviewWindow | null | undefined, !closed),
    [closed],
  );
  const begin = () => {
    const page = frame.current?.contentWindow as PreviewWindow | null | undefined;
    if (!page) return;
    server.current = new PreviewServer(look);
    server.current.serve(page);
    putChat(page, language);
    setOpen(page, !closed);
  };
  return (
    <iframe
      ref={frame}
      class="preview-frame"
      title={words.sites.preview.name}
      srcdoc="<!doctype html>"
      onLoad={begin}
    />
  );
}

/** As a customer's page opens and closes it; a chat that is still to come does it then. */
function setOpen(page: PreviewWindow | null | undefined, open: boolean): void {
  if (!page) return;
  page.Parley ||= [];
  page.Parley.push((parley) => (open ? parley.open() : parley.close()));
}

/** Puts the script tag onto the page, as a customer does. */
function putChat(page: PreviewWindow, language: string): void {
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
  Object.assign(script.dataset, { site: PREVIEW_KEY, locale: language });
  document.body.append(script);
}
