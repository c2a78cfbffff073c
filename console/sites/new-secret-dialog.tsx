import { fill } from '../../shared/wording.ts';
import { fullTime } from '../core/times.ts';
import { useForm } from '../core/use-form.ts';
import { useDesk } from '../desk-context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { optionsOf, SelectField } from '../ui/field.tsx';
import { words } from '../words/words.ts';
import type { Secret } from './identity-secret.tsx';

/** For how many hours the secret before still counts. */
const KEPT = { hour: 1, day: 24, week: 168, month: 720, not: 0 } as const;
type Kept = keyof typeof KEPT;

interface NewSecretDialogProps {
  siteId: string;
  before: Secret;
  onMade(secret: Secret): void;
  /** Somebody else has made another one meanwhile. */
  onStale(): void;
  onClose(): void;
}

/** Asks how long the old secret still counts, and makes the next one. */
export function NewSecretDialog({ siteId, before, onMade, onStale, onClose }: NewSecretDialogProps) {
  const { api } = useDesk();
  const form = useForm<{ kept: Kept }>({ kept: 'day' });
  const { kept } = form.values;
  const make = async () => {
    const made = await form.submit(async () => {
      const wanted = { generation: before.generation, keepHours: KEPT[kept] };
      const answer = await api.post<Secret>(`/sites/${siteId}/identity/rotate`, wanted);
      if (!answer.ok && answer.error.code === 'changed_meanwhile') onStale();
      return answer;
    });
    if (made === null) return;
    onMade(made);
    onClose();
  };
  return (
    <Dialog
      title={words.sites.newSecret}
      says={words.sites.newSecretSays}
      verb={words.sites.makeSecret}
      danger={kept === 'not'}
      busy={form.busy}
      failure={form.failure}
      onConfirm={() => void make()}
      onClose={onClose}
    >
      <SelectField
        label={words.sites.keepFor}
        help={kept === 'not' ? words.sites.notKeptHelp : undefined}
        value={kept}
        options={optionsOf(words.sites.kept)}
        onPick={(value) => form.set('kept', value)}
      />
      {before.previousUntil !== null && (
        <p class="settings-notice">
          {fill(words.sites.oldestEnds, { time: fullTime(before.previousUntil) })}
        </p>
      )}
    </Dialog>
  );
}
