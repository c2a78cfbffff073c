/** What a step found: nothing wrong and perhaps a line worth seeing, or what to mend. */
export type StepResult = { kind: 'passed'; note?: string } | { kind: 'failed'; report: string };

/** One thing that is checked. A step that throws has failed. */
export type Step = { name: string; run: () => Promise<StepResult> };

/** A failed step with everything it had to say. */
export type Failure = { name: string; report: string };

/**
 * Runs all steps, some at a time, in the order given; prints a line for each as it ends.
 *
 * @param atOnce how many run at the same time
 * @param print takes one or more lines without the last line break
 * @returns the failures in the order of the steps
 */
export async function runSteps(
  steps: readonly Step[],
  atOnce: number,
  print: (lines: string) => void,
): Promise<Failure[]> {
  const waiting = [...steps.entries()];
  const reports = new Map<number, Failure>();
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, step] = next;
      const startedAt = performance.now();
      const result = await outcome(step);
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(5);
      print(`${result.kind === 'passed' ? 'ok    ' : 'FAILED'} ${seconds} s  ${step.name}`);
      if (result.kind === 'failed') reports.set(index, { name: step.name, report: result.report });
      else if (result.note !== undefined) print(result.note);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return [...reports].sort(([a], [b]) => a - b).map(([, failure]) => failure);
}

async function outcome(step: Step): Promise<StepResult> {
  try {
    return await step.run();
  } catch (error) {
    return {
      kind: 'failed',
      report: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}
