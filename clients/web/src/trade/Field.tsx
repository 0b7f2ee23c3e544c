import './ticket.css';

import { exact, parseTyped, plain, type Problem } from '@k2/core';
import type { TFunction } from 'i18next';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly value: string;
  readonly step: string;
  readonly placeholder?: string;
  readonly problem: Problem | undefined;
  readonly tools?: ReactNode;
  readonly onChange: (value: string) => void;
}

/** A decimal that stays a string. The arrow keys move it by the exchange's own step. */
export function Field({
  id,
  label,
  unit,
  value,
  step,
  placeholder,
  problem,
  tools,
  onChange,
}: Props) {
  const hint = `${id}-problem`;

  const nudge = (event: KeyboardEvent) => {
    const way = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    const now = parseTyped(value === '' ? (placeholder ?? '') : value);
    if (way !== 0 && now !== null) {
      event.preventDefault();
      const next = now.plus(exact(step).times(way));
      if (next.gte(0)) {
        onChange(plain(next));
      }
    }
  };

  return (
    <div className="ticket-field">
      <div className={`ticket-input ${problem === undefined ? '' : 'is-wrong'}`}>
        <label htmlFor={id}>{label}</label>
        <input
          id={id}
          className="num"
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          value={value}
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : hint}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={nudge}
        />
        <span className="ticket-unit">{unit}</span>
      </div>
      <ProblemLine id={hint} problem={problem} />
      {tools}
    </div>
  );
}

/** What is wrong with a field, where something is. */
export function ProblemLine({
  id,
  problem,
}: {
  readonly id: string;
  readonly problem: Problem | undefined;
}) {
  const { t } = useTranslation();
  return problem === undefined ? null : (
    <p id={id} className="ticket-problem">
      {problemText(t, problem)}
    </p>
  );
}

type Figures = Record<
  'step' | 'minimum' | 'maximum' | 'currency' | 'required' | 'available',
  string
>;

/** Each sentence wants other figures; core puts the right ones beside each code. */
function problemText(t: TFunction, { code, figures }: Problem): string {
  return t(`ticket.problems.${code}`, figures as Figures);
}
