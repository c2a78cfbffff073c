const PATHS = {
  back: 'm12 4-6 6 6 6',
  close: 'm5 5 10 10M15 5 5 15',
  clip: 'm15 9-5 5a3 3 0 0 1-4-4l6-6a2 2 0 0 1 3 3l-6 6',
  smile: 'M10 3a7 7 0 1 0 .1 0M7 12q3 3 6 0M8 8v.1M12 8v.1',
  send: 'M10 16V4M5 9l5-5 5 5',
};

/** A drawing of 20 by 20 pixels in the color of its text; says nothing to screen readers. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
