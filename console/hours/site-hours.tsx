import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useDesk } from '../desk-context.ts';
import { SitePreview } from '../sites/preview.tsx';
import { SiteEditor } from '../sites/site-editor.tsx';
import type { SiteWithSnippet } from '../sites/site-with-snippet.ts';
import { SelectField } from '../ui/field.tsx';
import { SegmentsField } from '../ui/tabs.tsx';
import { refusalWords, words } from '../words/words.ts';
import { draftOf, faultsIn, type HoursDraft, type HoursFaults, hoursOf } from './hours-draft.ts';
import { WeekEditor } from './week-editor.tsx';

const NO_FAULTS: HoursFaults = new Map();

export interface SiteHoursProps {
  site: SiteWithSnippet;
  onSaved(site: SiteWithSnippet): void;
}

/** When somebody attends a site's chat, beside what visitors are told outside of it. */
export function SiteHours({ site, onSaved }: SiteHoursProps) {
  const { api, takeSites } = useDesk();
  const { timeZone: here } = Intl.DateTimeFormat().resolvedOptions();
  const [draft, setDraft] = useState(() => draftOf(site.hours, here));
  const [faults, setFaults] = useState(NO_FAULTS);
  const [failure, setFailure] = useState<string>();
  const [saving, setSaving] = useState(false);
  const [refusals, setRefusals] = useState(0);
  const around = useRef<HTMLFieldSetElement>(null);
  useLayoutEffect(() => {
    if (refusals > 0) around.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusals]);
  const isChanged = JSON.stringify(hoursOf(draft)) !== JSON.stringify(hoursOf(draftOf(site.hours, here)));
  const change = (more: Partial<HoursDraft>) => {
    const next = { ...draft, ...more };
    setDraft(next);
    setFailure(undefined);
    if (faults.size > 0) setFaults(faultsIn(next));
  };
  const reset = (from: SiteWithSnippet) => {
    setDraft(draftOf(from.hours, here));
    setFaults(NO_FAULTS);
    setFailure(undefined);
  };
  const save = async () => {
    const found = faultsIn(draft);
    setFaults(found);
    if (found.size > 0) return setRefusals(refusals + 1);
    setSaving(true);
    const answer = await api.patch<SiteWithSnippet>(`/sites/${site.id}`, { hours: hoursOf(draft) });
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
        <SitePreview site={site} presence="away" hours={faultsIn(draft).size > 0 ? null : hoursOf(draft)} />
      }
      changes={isChanged ? 1 : 0}
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
          <WeekEditor
            days={draft.days}
            faults={faults}
            onChange={(day, edited) => change({ days: { ...draft.days, [day]: edited } })}
          />
        </>
      )}
    </SiteEditor>
  );
}

/** The time zones that this browser knows, and the one that is set. */
function zonesWith(timezone: string) {
  const zones = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', timezone]);
  return [...zones].sort().map((value) => ({ value, label: value.replaceAll('_', ' ') }));
}
