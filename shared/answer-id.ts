/**
 * The `clientId` under which a quick reply is sent: the same in every tab and however often it is pressed, so that it
 * counts once. Rule 55 of PROTOCOL.md.
 *
 * @param offeredBy the `clientId` of the message that offers it
 */
export function answerId(offeredBy: string): string {
  const digits = [0, 1, 2, 3].map((part) => fnv1a(part + offeredBy)).join('');
  const uuid = digits.replace(/^(.{12}).(.{3}).(.*)$/, '$18$28$3');
  return uuid.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Of letters that are one byte each, as those of ids are. */
function fnv1a(text: string): string {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return sum.toString(16).padStart(8, '0');
}
