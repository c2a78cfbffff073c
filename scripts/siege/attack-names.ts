export const ATTACK_NAMES = [
  'slow-readers',
  'one-address',
  'reconnects',
  'large-frames',
  'many-frames',
  'half-open',
  'header-flood',
] as const;
export type AttackName = (typeof ATTACK_NAMES)[number];
