import { DownIcon } from '../ui/icons.tsx';
import { textColorOn } from './contrast.ts';
import type { SiteDraft } from './site-draft.ts';
import './preview.css';
import { words } from '../words/words.ts';

/** A drawing of the chat in the site's settings, as they stand in the form. */
export function SitePreview({ draft }: { draft: SiteDraft }) {
  const colors = { background: draft.color, color: textColorOn(draft.color) };
  return (
    <aside class="preview" aria-label={words.sites.preview.name}>
      <p class="preview-label">{words.sites.preview.says}</p>
      <div class={draft.position === 'left' ? 'preview-page preview-left' : 'preview-page'}>
        {draft.enabled === 'off' ? (
          <p class="preview-off">{words.sites.preview.off}</p>
        ) : (
          <>
            <div class="preview-panel">
              <div class="preview-hero" style={colors}>
                <p class="preview-greeting">{draft.greeting || draft.name}</p>
                <p class="preview-here">{words.sites.preview.here}</p>
              </div>
              <div class="preview-card">
                {words.sites.preview.write}
                <span>{words.sites.preview.agent}</span>
              </div>
            </div>
            <div class="preview-launcher" style={colors}>
              <DownIcon />
            </div>
          </>
        )}
      </div>
    </aside>
  );
}
