import type { ReactNode } from 'react';

function icon(content: ReactNode) {
  return function Icon({ size = 16 }: { readonly size?: number }) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {content}
      </svg>
    );
  };
}

export const SearchIcon = icon(<path d="m21 21-4.3-4.3M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Z" />);
export const SunIcon = icon(
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 2v2m0 16v2M4.9 4.9l1.4 1.4m11.4 11.4 1.4 1.4M2 12h2m16 0h2M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4" />
  </>,
);
export const MoonIcon = icon(<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z" />);
export const UserIcon = icon(
  <>
    <circle cx="12" cy="8" r="4" />
    <path d="M4 21c1-4 4.2-6 8-6s7 2 8 6" />
  </>,
);
export const StopIcon = icon(<path d="M8 3h8l5 5v8l-5 5H8l-5-5V8zM9 12h6" />);
export const KeyboardIcon = icon(
  <>
    <rect x="2.5" y="6" width="19" height="12" rx="2" />
    <path d="M6.5 10h.01M10 10h.01M14 10h.01M17.5 10h.01M8 14h8" />
  </>,
);
export const PauseIcon = icon(<path d="M9 5v14M15 5v14" />);
export const WarnIcon = icon(<path d="M12 3.5 22 20.5H2L12 3.5ZM12 10v4.5M12 17.5v.01" />);
export const ChevronIcon = icon(<path d="m6 9 6 6 6-6" />);
export const InboxIcon = icon(<path d="M3 13h5l1.5 3h5L16 13h5M5 5h14l2 8v6H3v-6l2-8Z" />);
export const CloseIcon = icon(<path d="m6 6 12 12M18 6 6 18" />);
export const KeyIcon = icon(<path d="M9 11a4 4 0 1 0 0 .01M12.5 13l8 0M17 13v4M20.5 13v3" />);

export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
export const EditIcon = icon(<path d="M4 20h4L19 9l-4-4L4 16v4ZM13 7l4 4" />);
export const ShareIcon = icon(<path d="M12 15V3m0 0L8 7m4-4 4 4M6 11H5v10h14V11h-1" />);
export const StarIcon = icon(
  <path d="m12 3 2.8 5.7 6.2.9-4.5 4.4 1.1 6.2-5.6-3-5.6 3 1.1-6.2L3 9.6l6.2-.9L12 3Z" />,
);
export const GripIcon = icon(<path d="M9 5h.01M15 5h.01M9 12h.01M15 12h.01M9 19h.01M15 19h.01" />);

/** Our mountain. */
export function Logo({ size = 22 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d="M1.5 27 12.5 6l6 11 3.5-6 8.5 16z" fill="var(--accent)" />
      <path d="m12.5 6 3.4 6.3-2.6 2.3-2-1.8-2.2.6z" fill="var(--text)" />
    </svg>
  );
}
