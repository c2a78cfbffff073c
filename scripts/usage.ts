/** As sysexits.h has them. */
export const EXIT_USAGE = 64;
export const EXIT_MISSING = 69;

/** What is wrong with a command line, in words for whoever typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads a command line by `parseArgs`, whose complaints are for whoever typed it.
 * @throws UsageError
 */
export function readOptions<Options>(parse: () => Options): Options {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * The number behind an option.
 * @throws UsageError
 */
export function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new UsageError(`--${name} is a whole number from ${least} to ${most}.`);
}

/**
 * Runs a command with what its line asks for; where that cannot be read, says why and how the line goes.
 * @returns the exit code
 */
export async function runAsked<Asked>(
  usage: string,
  read: () => Asked,
  command: (asked: Asked) => Promise<number>,
): Promise<number> {
  let asked: Asked;
  try {
    asked = read();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${usage}`);
    return EXIT_USAGE;
  }
  return command(asked);
}
