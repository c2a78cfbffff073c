import type { ParleyProblem } from '../parley.d.ts';

/**
 * Says what is wrong and what the developer does about it: one line in the page's console for each kind of
 * problem, and an event for the page.
 *
 * @returns takes a code of shared/errors.ts, or a code of its own and a sentence
 */
export function createExplainer(
  origin: string,
  tell: (problem: ParleyProblem) => void,
): (code: string, message?: string) => void {
  const said = new Set<string>();
  const fixes: Record<string, string> = {
    origin_not_allowed: `Add ${location.origin} to the origins`,
    site_off: 'Switch the site on',
  };
  return (code, message = `${fixes[code] ?? 'Copy the snippet again'} in ${origin}/console/settings`) => {
    // Where something has been said already, that is why nobody answers.
    if (said.has(message) || (code === 'unreachable' && said.size > 0)) return;
    said.add(message);
    console.warn(`Parley: ${code}. ${message}.`);
    tell({ code, message });
  };
}
