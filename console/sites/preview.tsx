import { DownIcon } from '../ui/icons.tsx';
import { textColorOn } from './contrast.ts';
import type { SiteDraft } from './site-draft.ts';
import './preview.css';

/** A drawing of the chat in the site's settings, as they stand in the form. */
export function SitePreview({ draft }: { draft: SiteDraft }) {
  const colors = { background: draft.color, color: textColorOn(draft.color) };
  return (
    <aside class="preview" aria-label="Preview">
      <p class="preview-label">Preview: a drawing of the chat, not connected</p>
      <div class={draft.position === 'left' ? 'preview-page preview-left' : 'preview-page'}>
        {draft.enabled === 'off' ? (
          <p class="preview-off">No chat while it is switched off</p>
        ) : (
          <>
            <div class="preview-panel">
              <div class="preview-hero" style={colors}>
                <p class="preview-greeting">{draft.greeting || draft.name}</p>
                <p class="preview-here">We are here</p>
              </div>
              <div class="preview-card">
                Write to us
                <span>Ana is here</span>
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
