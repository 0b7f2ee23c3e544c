import { useState } from 'react';

interface Props {
  readonly text: string;
  /** What the button says once it was pressed, and does when it is pressed again. */
  readonly sure: string;
  readonly label: string;
  readonly busy: boolean;
  readonly onSure: () => void;
}

/** A button that has to be pressed twice. */
export function SureButton({ text, sure, label, busy, onSure }: Props) {
  const [asked, setAsked] = useState(false);
  const press = () => {
    setAsked(!asked);
    if (asked) {
      onSure();
    }
  };
  return (
    <button
      type="button"
      className={`small-button ${asked ? 'is-asking' : ''}`}
      disabled={busy}
      aria-label={asked ? `${sure} ${label}` : label}
      onBlur={() => setAsked(false)}
      onClick={press}
    >
      {asked ? sure : text}
    </button>
  );
}
