import { useTranslation } from 'react-i18next';

/** As short as the server takes a password. */
const PASSWORD_MIN = 15;
const PASSWORD_MAX = 256;

interface EmailProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function EmailField({ value, onChange }: EmailProps) {
  const { t } = useTranslation();
  return (
    <>
      <label htmlFor="email">{t('login.email')}</label>
      <input
        id="email"
        className="field"
        type="email"
        autoComplete="username"
        required
        maxLength={254}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </>
  );
}

interface NewPasswordProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A password that is chosen here: long enough, and said so before it is sent. */
export function NewPasswordField({ id, label, value, onChange }: NewPasswordProps) {
  const { t } = useTranslation();
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field"
        type="password"
        autoComplete="new-password"
        required
        minLength={PASSWORD_MIN}
        maxLength={PASSWORD_MAX}
        aria-describedby={`${id}-hint`}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-hint`} className="dim">
        {t('login.passwordHint')}
      </p>
    </>
  );
}
