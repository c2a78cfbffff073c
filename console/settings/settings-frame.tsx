import type { ComponentChildren } from 'preact';
import { RailButton } from '../frame/rail.tsx';
import { addressOf, route } from '../router.ts';
import '../frame/rail.css';
import './settings.css';
import { words } from '../words/words.ts';

const PLACES = ['sites', 'people', 'profile', 'tokens'] as const;

export interface SettingsFrameProps {
  children: ComponentChildren;
  /** Beside the form, where there is room. */
  preview?: ComponentChildren;
  /** Below the form, always in view. */
  foot?: ComponentChildren;
}

/** Every page of the settings: what there is at the left, the form, and what belongs to it. */
export function SettingsFrame({ children, preview, foot }: SettingsFrameProps) {
  const here = route.value.kind === 'site' ? 'sites' : route.value.kind;
  return (
    <div class={preview ? 'settings settings-preview' : 'settings'}>
      <nav class="settings-nav" aria-label={words.frame.settings}>
        <div class="settings-nav-head">
          <RailButton />
          <p class="column-title">{words.frame.settings}</p>
        </div>
        {PLACES.map((kind) => (
          <a
            key={kind}
            class="rail-link"
            href={addressOf({ kind })}
            aria-current={kind === here ? 'page' : undefined}
          >
            {words.frame[kind]}
          </a>
        ))}
      </nav>
      <main class="column">
        <div
          class="settings-form"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a part of the page that scrolls must be reachable by keyboard
          tabIndex={0}
        >
          <div class="settings-body">{children}</div>
        </div>
        {foot}
      </main>
      {preview}
    </div>
  );
}

export interface SettingsHeadProps {
  title: string;
  why: string;
  action?: ComponentChildren;
}

export function SettingsHead({ title, why, action }: SettingsHeadProps) {
  return (
    <div class="settings-head">
      <div>
        <h1 class="settings-title">{title}</h1>
        <p class="settings-why">{why}</p>
      </div>
      {action}
    </div>
  );
}
