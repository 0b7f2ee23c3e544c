import { useComputedColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useChoosing } from '../kept';
import { MoonIcon, SunIcon } from '../ui/icons';

export function ThemeToggle() {
  const { t } = useTranslation();
  const choose = useChoosing();
  const scheme = useComputedColorScheme('dark');
  const other = scheme === 'dark' ? 'light' : 'dark';
  const label = t('header.theme', { scheme: t(`header.${other}`) });
  return (
    <button
      type="button"
      className="icon-button desk-only"
      aria-label={label}
      title={label}
      onClick={() => choose.theme(other)}
    >
      {other === 'light' ? <SunIcon /> : <MoonIcon />}
    </button>
  );
}
