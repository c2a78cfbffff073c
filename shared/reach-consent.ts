import type { VisitorForm } from './forms.ts';

/** What has to be agreed to before an address is left while nobody is there; null for nothing. */
export function reachConsent({
  preChatForm,
  offlineForm,
}: {
  preChatForm?: VisitorForm | null;
  offlineForm?: VisitorForm | null;
}): VisitorForm['consent'] {
  return (offlineForm ?? preChatForm)?.consent ?? null;
}
