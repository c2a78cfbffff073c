import { useId } from 'preact/hooks';
import { LAUNCHER_ICONS, LAUNCHERS, type SiteLauncher } from '../../shared/look.ts';
import { fillWith } from '../words/fill-with.ts';
import { words } from '../words/words.ts';
import './look.css';

export interface LauncherFieldProps {
  value: SiteLauncher;
  /** Of the logo; undefined without one, which then cannot be chosen. */
  logoUrl: string | undefined;
  onPick(launcher: SiteLauncher): void;
}

/** What opens the chat. */
export function LauncherField({ value, logoUrl, onPick }: LauncherFieldProps) {
  const id = useId();
  const names: Record<SiteLauncher, string> = words.look.launchers;
  return (
    <div class="field">
      <span class="field-label" id={id}>
        {words.look.launcher}
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset brings a frame and a legend that the label above already is */}
      <div class="look-launchers" role="group" aria-labelledby={id}>
        {LAUNCHERS.filter((each) => each !== 'logo' || logoUrl).map((each) => (
          <button
            key={each}
            type="button"
            class="button look-launcher"
            title={names[each]}
            aria-label={names[each]}
            aria-pressed={each === value}
            onClick={() => onPick(each)}
          >
            <Drawn launcher={each} logoUrl={logoUrl} />
          </button>
        ))}
      </div>
      <p class="field-help">
        {fillWith(words.look.launcherHelp, { code: <code key="code">Parley.open()</code> })}
      </p>
    </div>
  );
}

function Drawn({ launcher, logoUrl }: { launcher: SiteLauncher; logoUrl: string | undefined }) {
  if (launcher === 'none') return <>{words.look.launchers.none}</>;
  if (launcher === 'logo') return <img src={logoUrl} alt="" />;
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={LAUNCHER_ICONS[launcher]} />
    </svg>
  );
}
