import '../account/account.css';

import type { ReactNode } from 'react';

import { Banners, Header } from './Header';
import { Shortcuts } from './Shortcuts';

/** A way to one section. */
export interface SectionLink {
  readonly address: string;
  readonly text: string;
  readonly current: boolean;
}

interface Props {
  readonly title: string;
  /** What the sections are, for those who do not see them. */
  readonly label: string;
  readonly links: readonly SectionLink[];
  readonly children: ReactNode;
}

/** A screen in sections, each with an address of its own. */
export function SectionedScreen({ title, label, links, children }: Props) {
  return (
    <div className="screen account-screen">
      <Header />
      <Banners />
      <main className="account-page">
        <h1>{title}</h1>
        <nav className="account-nav" aria-label={label}>
          {links.map((link) => (
            <a
              key={link.address}
              href={link.address}
              aria-current={link.current ? 'page' : undefined}
            >
              {link.text}
            </a>
          ))}
        </nav>
        {children}
      </main>
      <Shortcuts onStep={() => undefined} />
    </div>
  );
}
