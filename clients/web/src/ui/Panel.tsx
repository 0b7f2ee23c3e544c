import { useId, type ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly className?: string;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

/** A named region of the screen with its tools at the right of the title. */
export function Panel({ title, className = '', tools, children }: Props) {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{title}</h2>
        <div className="panel-tools">{tools}</div>
      </div>
      {children}
    </section>
  );
}
