import { formatCountdown, marketKey, parseTime, type Event, type EventContract } from '@k2/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useLive } from '../hooks';
import { stream } from '../k2';

/** The newest price of a contract: the one that streams, else the one that the list came with. */
export function useContractPrice(exchange: Event['exchange'], contract: EventContract) {
  const key = marketKey({ exchange, instrument: contract.instrument });
  const open = contract.state === 'open' || contract.state === 'halted';
  useEffect(() => (open ? stream.subscribe('prices', key) : undefined), [key, open]);
  const streamed = useLive(`price:${key}`);
  return streamed ?? contract.price ?? undefined;
}

/** Some exchanges say the title twice. */
export const hasSubtitle = ({ title, subtitle }: Event) => subtitle !== '' && subtitle !== title;

interface CountdownProps {
  readonly to: string | null;
  readonly status: Event['status'];
}

/** How long until trading ends; not read aloud every second. */
export function Countdown({ to, status }: CountdownProps) {
  const { t } = useTranslation();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const end = parseTime(to);
  const left = end === null ? null : formatCountdown(end - now);
  return (
    <time className="num event-countdown" dateTime={to ?? undefined}>
      {status === 'settled'
        ? t('events.statuses.settled')
        : left === null
          ? t('events.statuses.closed')
          : t(status === 'upcoming' ? 'events.opens' : 'events.closes', { left })}
    </time>
  );
}
