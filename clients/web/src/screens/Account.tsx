import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { Activity } from '../account/Activity';
import { ApiKeys } from '../account/ApiKeys';
import { Identities } from '../account/Identities';
import { DeleteAccount, ExportData } from '../account/Leaving';
import { Passkeys } from '../account/Passkeys';
import { Password } from '../account/Password';
import { Profile } from '../account/Profile';
import { Recovery } from '../account/Recovery';
import { Sessions } from '../account/Sessions';
import { Preferences, Settings } from '../account/Settings';
import { TwoFactor } from '../account/TwoFactor';
import { Verification } from '../account/Verification';
import { stream } from '../k2';
import { accountAddress, SECTIONS, type Section } from '../place';
import { Links } from '../shell/Links';
import { SectionedScreen } from '../shell/SectionedScreen';
import { useOrderNotices } from '../trade/notices';
import { Panel } from '../ui/Panel';

/** Everything about oneself: who one is, how one logs in, what was done in one's name. */
export default function Account({ section }: { readonly section: Section }) {
  const { t } = useTranslation();
  useOrderNotices();
  useEffect(() => stream.subscribe('orders', null), []);
  return (
    <SectionedScreen
      title={t('account.title')}
      label={t('account.sections')}
      links={SECTIONS.map((one) => ({
        address: accountAddress(one),
        text: t(`account.nav.${one}`),
        current: one === section,
      }))}
    >
      <div className="account-parts" key={section}>
        <Parts section={section} />
      </div>
    </SectionedScreen>
  );
}

function Parts({ section }: { readonly section: Section }) {
  const { t } = useTranslation();
  switch (section) {
    case 'profile':
      return (
        <>
          <Profile />
          <Password />
          <Identities />
          <Verification />
        </>
      );
    case 'settings':
      return (
        <>
          <Preferences />
          <Settings />
        </>
      );
    case 'security':
      return (
        <>
          <Passkeys />
          <TwoFactor />
          <Recovery />
        </>
      );
    case 'sessions':
      return <Sessions />;
    case 'links':
      return (
        <Panel title={t('links.title')} className="account-panel">
          <div className="account-body">
            <p className="dim">{t('account.linksHint')}</p>
            <Links />
          </div>
        </Panel>
      );
    case 'keys':
      return <ApiKeys />;
    case 'activity':
      return <Activity />;
    case 'data':
      return (
        <>
          <ExportData />
          <DeleteAccount />
        </>
      );
  }
}
