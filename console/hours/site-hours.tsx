import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { now } from '../core/clock.ts';
import { useDesk } from '../desk-context.ts';
import { SitePreview } from '../sites/preview.tsx';
import { SiteEditor } from '../sites/site-editor.tsx';
import type { SiteWithSnippet } from '../sites/site-with-snippet.ts';
import { SelectField } from '../ui/field.tsx';
import { SegmentsField } from '../ui/tabs.tsx';
import { refusalWords, words } from '../words/words.ts';
import {
  changesOf,
  draftOf,
  faultsIn,
  type HoursDraft,
  type HoursFaults,
  type SavedHours,
  settingsOf,
} from './hours-draft.ts';
import { SpecialDaysEditor } from './special-days-editor.tsx';
import { WeekEditor } from './week-editor.tsx';

const NO_FAULTS: HoursFaults = new Map();

export interface SiteHoursProps {
  site: SiteWithSnippet;
  onSaved(site: SiteWithSnippet): void;
}

/** When somebody attends a site's chat, beside what visitors are told outside of it. */
export function SiteHours({ site, onSaved }: SiteHoursProps) {
  const { api, takeSites } = useDesk();
  const [before, setBefore] = useState(() => begin(site));
  const [draft, setDraft] = useState(before);
  const [faults, setFaults] = useState(NO_FAULTS);
  const [failure, setFailure] = useState<string>();
  const [saving, setSaving] = useState(false);
  const [refusals, setRefusals] = useState(0);
  const around = useRef<HTMLFieldSetElement>(null);
  useLayoutEffect(() => {
    if (refusals > 0) around.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusals]);
  const changes = changesOf(before, draft);
  const change = (more: Partial<HoursDraft>) => {
    const next = { ...draft, ...more };
    setDraft(next);
    setFailure(undefined);
    if (faults.size > 0) setFaults(faultsIn(next));
  };
  const reset = (from: SiteWithSnippet) => {
    const fresh = begin(from);
    setBefore(fresh);
    setDraft(fresh);
    setFaults(NO_FAULTS);
    setFailure(undefined);
  };
  const save = async () => {
    const found = faultsIn(draft);
    setFaults(found);
    if (found.size > 0) return setRefusals(refusals + 1);
    setSaving(true);
    const answer = await api.patch<SiteWithSnippet>(`/sites/${site.id}`, changes);
    setSaving(false);
    if (!answer.ok) return setFailure(refusalWords(answer.error));
    onSaved(answer.value);
    takeSites([answer.value]);
    reset(answer.value);
  };
  return (
    <SiteEditor
      site={site}
      part="hours"
      preview={
        <SitePreview
          site={{ ...site, ...(faultsIn(draft).size > 0 ? { hours: null } : settingsOf(draft)) }}
          presence="away"
        />
      }
      changes={Object.keys(changes).length}
      saving={saving}
      failure={failure ?? (faults.size > 0 ? words.general.putRight : undefined)}
      onSave={() => void save()}
      onDiscard={() => reset(site)}
      around={around}
    >
      <SegmentsField
        label={words.hours.said}
        help={words.hours.saidHelp}
        chosen={draft.said}
        choices={[
          { value: 'on', label: words.hours.on },
          { value: 'off', label: words.hours.off },
        ]}
        onChoose={(said) => change({ said })}
      />
      {draft.said === 'on' && (
        <>
          <SelectField
            label={words.hours.timezone}
            help={words.hours.timezoneHelp}
            value={draft.timezone}
            options={zonesWith(draft.timezone)}
            onPick={(timezone) => change({ timezone })}
          />
          <WeekEditor days={draft.days} faults={faults} onChange={(days) => change({ days })} />
          <SpecialDaysEditor draft={draft} faults={faults} onChange={change} />
        </>
      )}
    </SiteEditor>
  );
}

function begin(saved: SavedHours): HoursDraft {
  const { timeZone: here } = Intl.DateTimeFormat().resolvedOptions();
  return draftOf(saved, here, now.peek());
}

/** The time zones that this browser knows, and the one that is set. */
function zonesWith(timezone: string) {
  const zones = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', timezone]);
  return [...zones].sort().map((value) => ({ value, label: value.replaceAll('_', ' ') }));
}
