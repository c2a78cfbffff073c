type Write = (fields: Record<string, unknown>, message: string) => void;

/** Where the store says what it has to say; the server's log is one. */
export interface StoreLog {
  error: Write;
  warn: Write;
  info: Write;
}
