import type { ComponentChildren } from 'preact';
import './icons.css';

/** Pictures of 16 by 16 in the color of the text around them; a word beside or an `aria-label` says the same. */
function icon(drawing: ComponentChildren, onward = false) {
  return () => (
    <svg
      class={onward ? 'icon icon-onward' : 'icon'}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      {drawing}
    </svg>
  );
}

export const InboxIcon = icon(<path d="M2 9h3l1 2h4l1-2h3M2 9l2-6h8l2 6v4H2z" />);
export const ClockIcon = icon(
  <>
    <circle cx="8" cy="8" r="6" />
    <path d="M8 5v3l2 2" />
  </>,
);
export const ListIcon = icon(<path d="M2 4h12M2 8h12M2 12h8" />);
export const CheckIcon = icon(<path d="m3 8.5 3.5 3.5L13 5" />);
export const ResolvedIcon = icon(
  <>
    <circle cx="8" cy="8" r="6" />
    <path d="m5.5 8.2 1.8 1.8 3.2-3.6" />
  </>,
);
export const TicketIcon = icon(
  <path d="M2 5a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v1.5a1.5 1.5 0 0 0 0 3V11a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V9.5a1.5 1.5 0 0 0 0-3z" />,
);
export const SettingsIcon = icon(
  <>
    <circle cx="8" cy="8" r="2" />
    <path d="M8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M3.4 12.6l1.4-1.4M11.2 4.8l1.4-1.4" />
  </>,
);
export const DownIcon = icon(<path d="m4 6 4 4 4-4" />);
export const UpIcon = icon(<path d="m4 10 4-4 4 4" />);
export const BackIcon = icon(<path d="M10 3 5 8l5 5" />, true);
export const SearchIcon = icon(
  <>
    <circle cx="7" cy="7" r="4.5" />
    <path d="m10.5 10.5 3 3" />
  </>,
);
export const CloseIcon = icon(<path d="m4 4 8 8M12 4l-8 8" />);
export const PlusIcon = icon(<path d="M8 3v10M3 8h10" />);
export const MenuIcon = icon(<path d="M2 4h12M2 8h12M2 12h12" />);
export const MoreIcon = icon(<path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2.4" />);
export const PanelIcon = icon(
  <>
    <rect x="2" y="3" width="12" height="10" rx="1.5" />
    <path d="M10 3v10" />
  </>,
  true,
);
export const ClipIcon = icon(
  <path d="m12.8 7.2-5.3 5.3a3 3 0 0 1-4.2-4.2l5.5-5.5a2 2 0 0 1 2.8 2.8l-5.3 5.3" />,
);
export const SmileIcon = icon(
  <>
    <circle cx="8" cy="8" r="6" />
    <path d="M5.6 9.6q2.4 2.2 4.8 0M6.2 6.4v.1M9.8 6.4v.1" />
  </>,
);
export const FileIcon = icon(<path d="M4 2h5l3 3v9H4zM9 2v3h3" />);
export const CopyIcon = icon(
  <>
    <rect x="5" y="5" width="8" height="8" rx="1.5" />
    <path d="M3 10.5V4a1 1 0 0 1 1-1h6.5" />
  </>,
);
