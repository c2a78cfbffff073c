import { LAUNCHER_ICONS, LAUNCHERS, type SiteLauncher } from '../../shared/look.ts';
import { GroupField } from '../ui/group-field.tsx';
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
  const names: Record<SiteLauncher, string> = words.look.launchers;
  return (
    <GroupField
      label={words.look.launcher}
      class="look-launchers"
      help={fillWith(words.look.launcherHelp, { code: <code key="code">Parley.open()</code> })}
    >
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
    </GroupField>
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
