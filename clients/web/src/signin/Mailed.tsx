import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '../k2';
import { Problem } from '../ui/Problem';
import { EmailField } from './fields';

interface MailedProps {
  readonly email: string;
  readonly onBack: () => void;
}

/** After an account was asked for: the mail has the word. */
export function CheckMail({ email, onBack }: MailedProps) {
  const { t } = useTranslation();
  const resend = useMutation({ mutationFn: () => api.signIn.resendConfirmation(email) });
  return (
    <>
      <p role="status">{t('login.mailedTo', { email })}</p>
      <p className="dim">{t('login.mailedHint')}</p>
      <Problem failure={resend.error} />
      {resend.isSuccess && (
        <p className="notice notice-good" role="status">
          {t('login.mailedAgain')}
        </p>
      )}
      <button
        type="button"
        className="secondary"
        disabled={resend.isPending || resend.isSuccess}
        onClick={() => resend.mutate()}
      >
        {t('login.resend')}
      </button>
      <button type="button" className="link" onClick={onBack}>
        {t('login.back')}
      </button>
    </>
  );
}

interface AskProps extends MailedProps {
  readonly kind: 'forgot' | 'resend';
  readonly onEmail: (email: string) => void;
}

/** Has a mail sent: for a new password, or to confirm the address. Says the same for every address. */
export function AskForMail({ kind, email, onEmail, onBack }: AskProps) {
  const { t } = useTranslation();
  const [sent, setSent] = useState(false);
  const ask = useMutation({
    mutationFn: () =>
      kind === 'forgot'
        ? api.signIn.forgotPassword(email.trim())
        : api.signIn.resendConfirmation(email.trim()),
    onSuccess: () => setSent(true),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    ask.mutate();
  };
  return (
    <>
      {sent ? (
        <>
          <p role="status">{t(`login.${kind}Sent`, { email: email.trim() })}</p>
          <p className="dim">{t('login.mailedHint')}</p>
        </>
      ) : (
        <form onSubmit={submit}>
          <p className="login-text">{t(`login.${kind}Text`)}</p>
          <EmailField value={email} onChange={onEmail} />
          <Problem failure={ask.error} />
          <button type="submit" className="primary" disabled={ask.isPending}>
            {t('login.sendMail')}
          </button>
        </form>
      )}
      <button type="button" className="link" onClick={onBack}>
        {t('login.back')}
      </button>
    </>
  );
}
