import { Drawer, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { CloseIcon } from './icons';

interface Props {
  readonly opened: boolean;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

interface DialogProps extends Props {
  /** How wide at most, in pixels. */
  readonly size?: number;
}

/** A question or a list in the middle of the screen. */
export function Dialog({ opened, title, onClose, children, size }: DialogProps) {
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      centered
      size={size ?? 'sm'}
      classNames={{ content: 'dialog' }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={title}>
        <Modal.Body>
          <Head title={title} onClose={onClose} />
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

interface SheetProps extends Props {
  readonly position: 'bottom' | 'left';
  readonly size: string | number;
  readonly keepMounted?: boolean;
}

/** A panel that slides in from an edge. */
export function Sheet({
  opened,
  title,
  onClose,
  children,
  position,
  size,
  keepMounted,
}: SheetProps) {
  return (
    <Drawer.Root
      opened={opened}
      onClose={onClose}
      position={position}
      size={size}
      keepMounted={keepMounted ?? false}
      classNames={{ content: `dialog sheet-${position} ${size === 'auto' ? 'sheet-auto' : ''}` }}
    >
      <Drawer.Overlay />
      <Drawer.Content aria-label={title}>
        <Drawer.Body>
          <Head title={title} onClose={onClose} />
          {children}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Head({ title, onClose }: { readonly title: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="dialog-head">
      <h2>{title}</h2>
      <button type="button" className="icon-button" aria-label={t('ui.close')} onClick={onClose}>
        <CloseIcon />
      </button>
    </div>
  );
}
