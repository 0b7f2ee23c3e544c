import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { systemQuery } from '../data';
import { ModeBadge } from '../shell/ModeBadge';
import { ThemeToggle } from '../shell/ThemeToggle';
import { Logo } from '../ui/icons';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

/** What stands before the door: one card, its title, and which money is at stake. */
export function Card({ title, children }: Props) {
  const { t } = useTranslation();
  const system = useQuery(systemQuery);
  return (
    <main className="login">
      <div className="login-tools">
        {system.data !== undefined && <ModeBadge mode={system.data.mode} long />}
        <ThemeToggle />
      </div>
      <section className="login-card panel" aria-labelledby="login-title">
        <div className="login-brand">
          <Logo size={34} />
          <span>{t('app.name')}</span>
        </div>
        <h1 id="login-title">{title}</h1>
        {children}
      </section>
      <ul className="login-pitch">
        <li>{t('login.pitch1')}</li>
        <li>{t('login.pitch2')}</li>
        <li>{t('login.pitch3')}</li>
      </ul>
    </main>
  );
}
