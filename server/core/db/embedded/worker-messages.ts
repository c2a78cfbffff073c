/** What the store's thread tells the one that started it. */
export type FromWorker =
  | { kind: 'ready'; url: string }
  | { kind: 'refused'; message: string }
  | { kind: 'log'; level: 'error' | 'warn' | 'info'; fields: Record<string, unknown>; message: string };

/** What it is told. */
export interface ToWorker {
  kind: 'close';
}
