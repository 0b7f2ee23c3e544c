import { useRef, type KeyboardEvent, type PointerEvent } from 'react';

const STEP = 16;

interface Props {
  readonly label: string;
  readonly className: string;
  readonly orientation: 'vertical' | 'horizontal';
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Which way of the pointer or the arrow makes the panel larger. */
  readonly grows: 'forwards' | 'backwards';
  readonly onChange: (value: number) => void;
  /** Back to the size that it came with. */
  readonly onReset: () => void;
}

/** The edge of a panel: it is dragged, or moved by the arrow keys, and doubly pressed it goes back. */
export function Divider({
  label,
  className,
  orientation,
  value,
  min,
  max,
  grows,
  onChange,
  onReset,
}: Props) {
  const from = useRef<{ readonly at: number; readonly size: number } | null>(null);
  const sign = grows === 'forwards' ? 1 : -1;
  const at = (event: PointerEvent) => (orientation === 'vertical' ? event.clientX : event.clientY);
  const move = (size: number) => onChange(Math.round(Math.min(max, Math.max(min, size))));

  const press = (event: KeyboardEvent) => {
    const [less, more] =
      orientation === 'vertical' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const way = event.key === more ? 1 : event.key === less ? -1 : 0;
    if (way !== 0) {
      move(value + way * sign * STEP);
    } else if (event.key === 'Home') {
      move(min);
    } else if (event.key === 'End') {
      move(max);
    } else if (event.key === 'Enter') {
      onReset();
    } else {
      return;
    }
    event.preventDefault();
  };

  // A separator that can be focused is a control: its value is what it stands at.
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      role="separator"
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      className={`divider divider-${orientation} ${className}`}
      onKeyDown={press}
      onDoubleClick={onReset}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { at: at(event), size: value };
      }}
      onPointerMove={(event) => {
        if (from.current !== null) {
          move(from.current.size + (at(event) - from.current.at) * sign);
        }
      }}
      onPointerUp={() => {
        from.current = null;
      }}
      onPointerCancel={() => {
        from.current = null;
      }}
    />
  );
}
