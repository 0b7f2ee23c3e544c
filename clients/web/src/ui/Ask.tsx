import type { ReactNode } from 'react';

import { Dialog } from './Dialog';
interface Props {
  readonly opened: boolean;
  readonly title: string;
  readonly children: ReactNode;
  readonly confirm: string;
  readonly back: string;
  readonly tone: 'up' | 'down' | 'plain';
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** A question before something that cannot be taken back. */
export function Ask({ opened, title, children, confirm, back, tone, onConfirm, onClose }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title={title}>
      {children}
      <div className="ask-buttons">
        <button type="button" className="secondary" onClick={onClose}>
          {back}
        </button>
        <button
          type="button"
          className={`primary primary-${tone}`}
          data-autofocus
          onClick={onConfirm}
        >
          {confirm}
        </button>
      </div>
    </Dialog>
  );
}
