import { StoreError } from '../errors.ts';
import { type Document, isDocument } from '../values/document.ts';

/**
 * Does the statements of a write command one after the other.
 * @param isOrdered whether the first that is refused ends it
 * @returns what was refused, as `writeErrors` of the answer; nothing of it where all went well
 */
export function runStatements(
  count: number,
  isOrdered: boolean,
  run: (index: number) => void,
): { writeErrors?: Document[] } {
  const writeErrors: Document[] = [];
  for (let index = 0; index < count; index++) {
    try {
      run(index);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      writeErrors.push({ index, code: error.code, ...error.details, errmsg: error.message });
      if (isOrdered) break;
    }
  }
  return writeErrors.length === 0 ? {} : { writeErrors };
}

/** Checks that a statement has only known options. */
export function checkStatement(command: string, statement: Document, known: readonly string[]): void {
  const unknown = Object.keys(statement).find((option) => !known.includes(option));
  if (unknown !== undefined) {
    throw new StoreError(
      'Location40415',
      `BSON field '${command}.${unknown}' is an unknown field (not supported by the embedded store).`,
    );
  }
  if (!isDocument(statement.q))
    throw new StoreError('Location40414', `BSON field '${command}.q' is missing but a required field`);
}
