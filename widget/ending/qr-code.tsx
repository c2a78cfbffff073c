import { useEffect, useState } from 'preact/hooks';
import type { encode as Encode } from 'uqr';

/** What readers need around it, in modules. */
const QUIET = 4;

/**
 * A code to scan, always dark on light: many readers know nothing else. What makes it is fetched with the first one;
 * where that does not come, there is still the link.
 */
export function QrCode({ text, label }: { text: string; label: string }) {
  const [encode, setEncode] = useState<typeof Encode | null>(null);
  useEffect(() => {
    void import('uqr').then(
      (uqr) => setEncode(() => uqr.encode),
      () => undefined,
    );
  }, []);
  const { data, size } = encode ? encode(text, { ecc: 'M', border: 0 }) : { data: [], size: 0 };
  const dots = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  const side = size + 2 * QUIET;
  return (
    <svg
      class="qr"
      role="img"
      aria-label={label}
      viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}
      shape-rendering="crispEdges"
    >
      <path d={dots} fill="#000" />
    </svg>
  );
}
