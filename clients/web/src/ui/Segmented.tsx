import { useId } from 'react';

interface Props<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly onChange: (value: T) => void;
  readonly className?: string;
}

/** A choice of few, all in sight: radio buttons that look like one control. */
export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
  className = '',
}: Props<T>) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={`segmented ${className}`}>
      {options.map((option) => (
        <label key={option.value} data-value={option.value}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.text}</span>
        </label>
      ))}
    </div>
  );
}
