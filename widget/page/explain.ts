import type { ParleyProblem } from '../parley.d.ts';

/** That nobody answers is said so much later: the policy of the page, where that is the reason, is told later too. */
export const EXPLAIN_MS = 500;

/**
 * Says what is wrong and what the developer does about it: one line in the page's console for each kind of
 * problem, and an event for the page.
 *
 * @returns takes a code of shared/errors.ts, or a code of its own, and a sentence
 */
export function createExplainer(
  tell: (problem: ParleyProblem) => void,
): (code: string, message?: string) => void {
  const said = new Set<string>();
  return (code, message = '') => {
    // Where something has been said already, that is why nobody answers.
    if (said.has(code + message) || (code === 'unreachable' && said.size)) return;
    said.add(code + message);
    console.warn(`Parley: ${code}. ${message}`);
    tell({ code, message });
  };
}
