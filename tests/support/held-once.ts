/** Holds the next answer of a method until it is told to let it go, as a slow store does. */
export function heldOnce<Owner extends object>(owner: Owner, name: keyof Owner & string) {
  const real = owner[name] as (...given: unknown[]) => Promise<unknown>;
  let letGo: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const held = { isAnswered: false, letGo: () => letGo() };
  const slow = async (...given: unknown[]) => {
    Object.assign(owner, { [name]: real });
    const answer = await real.apply(owner, given);
    held.isAnswered = true;
    await gone;
    return answer;
  };
  Object.assign(owner, { [name]: slow });
  return held;
}
