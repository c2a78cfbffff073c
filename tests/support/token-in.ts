/** The secret of a one-time link; empty where it has none. */
export function tokenIn(link: string): string {
  return /#token=([\w-]{43})$/.exec(link)?.[1] ?? '';
}
