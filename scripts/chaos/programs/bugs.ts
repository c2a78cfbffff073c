/**
 * Bugs that the checker has to find, planted into a node before it starts. Each is a mistake that somebody could
 * make in the way of a message.
 */
import mongoose from 'mongoose';
import { InsertGroups } from '../../../server/conversations/insert-groups.ts';
import { Live } from '../../../server/conversations/live.ts';
import type { AppendedEntry } from '../../../server/conversations/log.ts';

const pause = (milliseconds: number) => new Promise((resume) => setTimeout(resume, milliseconds));

/** A sender is answered while the entry is still on its way to the store. */
function acknowledgeBeforeWrite(): void {
  const { insert } = InsertGroups.prototype;
  InsertGroups.prototype.insert = async function (document) {
    void pause(30).then(() => insert.call(this, document));
    return 'committed';
  };
}

/** Two entries may have the same number. */
function dropUniqueIndex(): void {
  const { indexes } = mongoose.Schema.prototype;
  mongoose.Schema.prototype.indexes = function () {
    return indexes
      .call(this)
      .map(([fields, options]) => [fields, 'seq' in fields ? { ...options, unique: false } : options]);
  };
}

/** Who comes back is given what follows the entry after the last one seen. */
function catchUpOffByOne(): void {
  const { find } = mongoose.mongo.Collection.prototype;
  const bent = function (this: mongoose.mongo.Collection, filter: mongoose.mongo.Document, ...rest: never[]) {
    const from = filter?.publicSeq?.$gte;
    const narrowed = from === undefined ? filter : { ...filter, publicSeq: { $gte: from + 1 } };
    return find.call(this, narrowed, ...rest);
  };
  mongoose.mongo.Collection.prototype.find = bent as typeof find;
}

/** Everybody sees an entry that may not get the number it is shown with. */
function publishBeforeCommit(): void {
  const { insert } = InsertGroups.prototype;
  const { entry: show } = Live.prototype;
  const known = new Map<string, AppendedEntry>();
  let live: Live | undefined;
  Live.prototype.entry = function (appended, exceptSocketId) {
    live = this;
    known.set(appended.entry.conversationId, appended);
    show.call(this, appended, exceptSocketId);
  };
  InsertGroups.prototype.insert = async function (entry) {
    const last = known.get(entry.conversationId);
    if (live && last) show.call(live, { ...last, entry }, undefined);
    await pause(60);
    return insert.call(this, entry);
  };
}

/** Visitors' numbers count what visitors do not see. */
function forgetPublicSeq(): void {
  const { insert } = InsertGroups.prototype;
  InsertGroups.prototype.insert = function (entry) {
    entry.publicSeq = entry.seq;
    return insert.call(this, entry);
  };
}

const BUGS: Readonly<Record<string, () => void>> = {
  'acknowledge-before-write': acknowledgeBeforeWrite,
  'drop-unique-index': dropUniqueIndex,
  'catch-up-off-by-one': catchUpOffByOne,
  'publish-before-commit': publishBeforeCommit,
  'forget-public-seq': forgetPublicSeq,
};

/** @throws Error where nobody knows such a bug */
export function plantBug(name: string): void {
  const plant = BUGS[name];
  if (plant === undefined) throw new Error(`There is no bug ${name}.`);
  plant();
}
