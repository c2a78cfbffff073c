/**
 * The hot writes are given to the store as commands in its own words. The driver's go-between for writes of many
 * documents measures and wraps each of them first, which costs nearly as much again as sending them.
 */

/** On most nodes and on their disks before it counts: said with every command, because these inherit nothing. */
export const DURABLE = { w: 'majority', j: true } as const;

/** What the store answers to a write of several documents. That some were refused is no error of the command. */
export interface WriteReply {
  writeErrors?: { index: number; code: number; errmsg?: string }[];
  /** The write was made, but not as durably as asked. */
  writeConcernError?: { errmsg?: string };
}
