/** A file of MongoDB's unified test format, as far as it is read here. */
export interface DescriptionFile {
  description: string;
  runOnRequirements?: Requirement[];
  createEntities?: Record<string, Entity>[];
  initialData?: InitialData[];
  tests: Description[];
}

export interface Description {
  description: string;
  skipReason?: string;
  runOnRequirements?: Requirement[];
  operations: Operation[];
  outcome?: InitialData[];
}

export interface Requirement {
  minServerVersion?: string;
  maxServerVersion?: string;
  topologies?: string[];
  auth?: boolean;
  csfle?: unknown;
  serverless?: string;
}

export interface Entity {
  id: string;
  client?: string;
  database?: string;
  databaseName?: string;
  collectionName?: string;
  uriOptions?: Record<string, unknown>;
  collectionOptions?: Record<string, unknown>;
  databaseOptions?: Record<string, unknown>;
  sessionOptions?: Record<string, unknown>;
}

interface InitialData {
  collectionName: string;
  databaseName: string;
  documents: Record<string, unknown>[];
}

export interface Operation {
  name: string;
  object: string;
  arguments?: Record<string, unknown>;
  expectResult?: unknown;
  expectError?: ExpectedError;
  ignoreResultAndError?: boolean;
  saveResultAsEntity?: string;
}

interface ExpectedError {
  isError?: boolean;
  isClientError?: boolean;
  errorCode?: number;
  errorCodeName?: string;
  errorContains?: string;
  expectResult?: unknown;
}

/** What became of a description. */
export type Outcome =
  | { state: 'passed' }
  /** The store named what it does not support. */
  | { state: 'refused'; reason: string }
  /** Meant for another version or topology, or needs what this runner has not (fail points, events). */
  | { state: 'not for us'; reason: string }
  | { state: 'failed'; reason: string };

const VERSION = [7, 0, 0];

/** Whether a standalone server of 7.0 is meant. */
export function isMeantForUs(requirements: Requirement[] | undefined): boolean {
  return (
    requirements === undefined ||
    requirements.some(
      ({ minServerVersion, maxServerVersion, topologies, auth, csfle, serverless }) =>
        (minServerVersion === undefined || compareToUs(minServerVersion) <= 0) &&
        (maxServerVersion === undefined || compareToUs(maxServerVersion) >= 0) &&
        (topologies === undefined || topologies.includes('single')) &&
        auth !== true &&
        csfle === undefined &&
        serverless !== 'require',
    )
  );
}

function compareToUs(version: string): number {
  const parts = version.split('.');
  for (const [index, ours] of VERSION.entries()) {
    const theirs = parts[index] === 'x' ? Infinity : Number(parts[index] ?? 0);
    if (theirs !== ours) return theirs - ours;
  }
  return 0;
}
