import type { Document } from './values/document.ts';

/** MongoDB's own names and numbers; nothing else is ever answered. */
const CODES = {
  BadValue: 2,
  UnknownError: 8,
  FailedToParse: 9,
  TypeMismatch: 14,
  InvalidLength: 16,
  IllegalOperation: 20,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  EmptyFieldName: 56,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  ShutdownInProgress: 91,
  CannotIndexParallelArrays: 171,
  NotImplemented: 238,
  ConversionFailure: 241,
  SnapshotUnavailable: 246,
  NoQueryExecutionPlans: 291,
  QueryExceededMemoryLimitNoDiskUseAllowed: 292,
  UnsupportedOpQueryCommand: 352,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  OutOfDiskSpace: 14031,
  Location15947: 15947,
  Location15952: 15952,
  Location15955: 15955,
  Location15956: 15956,
  Location15958: 15958,
  Location15959: 15959,
  Location15969: 15969,
  Location15976: 15976,
  Location15981: 15981,
  Location16020: 16020,
  Location16410: 16410,
  Location16872: 16872,
  Location17276: 17276,
  Location17419: 17419,
  Location28811: 28811,
  Location28812: 28812,
  Location28818: 28818,
  Location31249: 31249,
  Location31253: 31253,
  Location31254: 31254,
  Location31325: 31325,
  Location40156: 40156,
  Location40169: 40169,
  Location40228: 40228,
  Location40229: 40229,
  Location40234: 40234,
  Location40235: 40235,
  Location40237: 40237,
  Location40238: 40238,
  Location40272: 40272,
  Location40323: 40323,
  Location40324: 40324,
  Location40414: 40414,
  Location40415: 40415,
  Location40485: 40485,
  Location40573: 40573,
  Location51024: 51024,
  Location51091: 51091,
  Location51270: 51270,
  Location51272: 51272,
} as const;

export type ErrorName = keyof typeof CODES;

/** A refusal in MongoDB's words: it becomes `{ok: 0, code, codeName, errmsg}` or one of `writeErrors`. */
export class StoreError extends Error {
  readonly code: number;
  readonly codeName: ErrorName;
  /** Further fields of the answer, as `keyPattern` and `keyValue` of a duplicate key. */
  readonly details: Document;

  constructor(codeName: ErrorName, message: string, details: Document = {}) {
    super(message);
    this.code = CODES[codeName];
    this.codeName = codeName;
    this.details = details;
  }
}

/** What MongoDB knows and this store does not: refused by name, so that nobody takes a wrong result for a right one. */
export function unsupported(what: string): StoreError {
  return new StoreError('NotImplemented', `${what} is not supported by the embedded store`);
}

export function badValue(message: string): StoreError {
  return new StoreError('BadValue', message);
}

export function typeMismatch(message: string): StoreError {
  return new StoreError('TypeMismatch', message);
}

export function failedToParse(message: string): StoreError {
  return new StoreError('FailedToParse', message);
}
