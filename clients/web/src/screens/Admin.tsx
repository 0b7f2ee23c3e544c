import '../admin/admin.css';

import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { Everything } from '../admin/Everything';
import { People } from '../admin/People';
import { meQuery } from '../data';
import { ADMIN_SECTIONS, adminAddress, type AdminSection } from '../place';
import { SectionedScreen } from '../shell/SectionedScreen';
import { Failed, Loading } from '../ui/States';

interface Props {
  readonly section: AdminSection;
  readonly user: string | null;
}

/** What administrators look after: who is here, and what was done in anybody's name. */
export default function Admin({ section, user }: Props) {
  const { t } = useTranslation();
  return (
    <SectionedScreen
      title={t('admin.title')}
      label={t('admin.sections')}
      links={ADMIN_SECTIONS.map((one) => ({
        address: adminAddress(one),
        text: t(`admin.nav.${one}`),
        current: one === section,
      }))}
    >
      <div className="account-parts" key={`${section} ${user ?? ''}`}>
        <Parts section={section} user={user} />
      </div>
    </SectionedScreen>
  );
}

/** Others get nothing from the server here; they are told so in place of its refusals. */
function Parts({ section, user }: Props) {
  const { t } = useTranslation();
  const me = useQuery(meQuery);
  const title = t('admin.title');
  if (me.data === undefined) {
    return me.isError ? (
      <Failed what={title} failure={me.error} onRetry={() => void me.refetch()} />
    ) : (
      <Loading what={title} />
    );
  }
  if (me.data.role !== 'admin') {
    return <p className="notice">{t('admin.notYou')}</p>;
  }
  switch (section) {
    case 'people':
      return <People />;
    case 'activity':
      return <Everything user={user} />;
  }
}
