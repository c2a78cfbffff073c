/** How fast a visitor may write: as `people` may, or as `fast` as a machine that takes the place of many. */
export type Pace = 'people' | 'fast';

/** How a measured Parley is set up, as its process is told in JSON. */
export interface ParleySettings {
  pace: Pace;
  dataDir: string;
  /** A store in a process of its own. Without it the embedded one in this process. */
  mongodbUrl?: string;
  /** With several nodes: through which they tell each other. */
  redisUrl?: string;
}
