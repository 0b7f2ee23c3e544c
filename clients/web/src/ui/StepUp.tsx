import { useTranslation } from 'react-i18next';

import { Confirm } from './Confirm';
import { Dialog } from './Dialog';
import { useQuestion } from './question';

/** Asks, wherever somebody is, for the confirmation that a call waits for. */
export function StepUp() {
  const { t } = useTranslation();
  const question = useQuestion((state) => state.question);
  return (
    <Dialog
      opened={question !== null}
      title={t('confirm.title')}
      onClose={() => question?.dismissed()}
    >
      {question !== null && (
        <Confirm
          why={t('confirm.why')}
          action={t('confirm.action')}
          onBack={question.dismissed}
          onConfirmed={question.confirmed}
        />
      )}
    </Dialog>
  );
}
