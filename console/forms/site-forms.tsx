import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { FormKind } from '../../shared/forms.ts';
import type { ChangeSite, Site } from '../../shared/sites.ts';
import { useDesk } from '../desk-context.ts';
import { SitePreview } from '../sites/preview.tsx';
import { SiteEditor } from '../sites/site-editor.tsx';
import type { SiteWithSnippet } from '../sites/site-with-snippet.ts';
import { refusalWords, words } from '../words/words.ts';
import {
  type DraftFaults,
  draftOf,
  FAULT_NAMES,
  type FaultName,
  type FormDraft,
  faultsIn,
  formOf,
} from './form-draft.ts';
import { FormEditor } from './form-editor.tsx';

type Drafts = Record<FormKind, FormDraft | null>;
type Faults = Record<FormKind, DraftFaults>;
const NO_FAULTS: Faults = { preChat: new Map(), offline: new Map() };
const SETTING = { preChat: 'preChatForm', offline: 'offlineForm' } as const;
const FORM_KINDS = Object.keys(SETTING) as FormKind[];

export interface SiteFormsProps {
  site: SiteWithSnippet;
  onSaved(site: SiteWithSnippet): void;
}

/** What a site asks before the first message. */
export function SiteForms({ site, onSaved }: SiteFormsProps) {
  const { api, takeSites } = useDesk();
  const [drafts, setDrafts] = useState(() => draftsOf(site));
  const [faults, setFaults] = useState(NO_FAULTS);
  const [failure, setFailure] = useState<string>();
  const [saving, setSaving] = useState(false);
  const [edited, setEdited] = useState<FormKind>('preChat');
  const around = useRef<HTMLFieldSetElement>(null);
  const [refusals, setRefusals] = useState(0);
  useLayoutEffect(() => {
    if (refusals > 0) around.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusals]);
  const changes = changesOf(site, drafts);
  const refuse = (found: Faults) => {
    setFaults(found);
    setRefusals(refusals + 1);
  };
  const reset = (from: Site) => {
    setDrafts(draftsOf(from));
    setFaults(NO_FAULTS);
    setFailure(undefined);
  };
  const save = async () => {
    const found = checked(drafts);
    if (hasFaults(found)) return refuse(found);
    setSaving(true);
    const answer = await api.patch<SiteWithSnippet>(`/sites/${site.id}`, changes);
    setSaving(false);
    if (answer.ok) {
      onSaved(answer.value);
      takeSites([answer.value]);
      return reset(answer.value);
    }
    const told = toldBy(answer.error.errors ?? []);
    refuse(told);
    if (!hasFaults(told)) setFailure(refusalWords(answer.error));
  };
  return (
    <SiteEditor
      site={site}
      part="forms"
      preview={
        <SitePreview
          site={{ ...site, ...formsOf(drafts) }}
          presence={edited === 'preChat' ? 'here' : 'away'}
        />
      }
      changes={Object.keys(changes).length}
      saving={saving}
      failure={failure ?? (hasFaults(faults) ? words.general.putRight : undefined)}
      onSave={() => void save()}
      onDiscard={() => reset(site)}
      around={around}
    >
      {FORM_KINDS.map((kind) => (
        <FormEditor
          key={kind}
          kind={kind}
          draft={drafts[kind]}
          faults={faults[kind]}
          onChange={(draft) => {
            setDrafts({ ...drafts, [kind]: draft });
            setEdited(kind);
            setFailure(undefined);
            // Places move with what is added, moved and taken away: what is said stays true.
            if (hasFaults(faults)) setFaults(checked({ ...drafts, [kind]: draft }));
          }}
        />
      ))}
    </SiteEditor>
  );
}

function draftsOf({ preChatForm, offlineForm }: Site): Drafts {
  return { preChat: preChatForm && draftOf(preChatForm), offline: offlineForm && draftOf(offlineForm) };
}

function formsOf({ preChat, offline }: Drafts): Pick<Site, 'preChatForm' | 'offlineForm'> {
  return { preChatForm: preChat && formOf(preChat), offlineForm: offline && formOf(offline) };
}

/** Only what differs. */
function changesOf(site: Site, drafts: Drafts): ChangeSite {
  const forms = formsOf(drafts);
  const before = formsOf(draftsOf(site));
  return Object.fromEntries(
    FORM_KINDS.map((kind) => SETTING[kind])
      .filter((name) => JSON.stringify(forms[name]) !== JSON.stringify(before[name]))
      .map((name) => [name, forms[name]]),
  );
}

function checked(drafts: Drafts): Faults {
  const { preChatForm, offlineForm } = formsOf(drafts);
  return {
    preChat: preChatForm ? faultsIn(preChatForm) : new Map(),
    offline: offlineForm ? faultsIn(offlineForm) : new Map(),
  };
}

function hasFaults({ preChat, offline }: Faults): boolean {
  return preChat.size + offline.size > 0;
}

/** What the server has found: each part of a form has one rule, which says all that can be wrong with it. */
function toldBy(errors: readonly { path: string }[]): Faults {
  const found = { preChat: new Map<string, FaultName>(), offline: new Map<string, FaultName>() };
  for (const { path } of errors) {
    const [setting = '', ...rest] = path.split('.');
    const rule = FAULT_NAMES.findLast((name) => rest.includes(name));
    const kind = FORM_KINDS.find((each) => SETTING[each] === setting);
    if (kind && rule) found[kind].set(rest.slice(0, rest.indexOf(rule) + 1).join('.'), rule);
  }
  return found;
}
