import {
  formatClock,
  formatPrice,
  formatQuantity,
  formatUtc,
  type Instrument,
  type LiveTrade,
  marketKey,
} from '@k2/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useLive } from '../hooks';
import { api, live, stream } from '../k2';
import { Arrow } from '../ui/Arrow';
import { PauseIcon } from '../ui/icons';
import { Panel } from '../ui/Panel';
import { Empty } from '../ui/States';

const FIRST_ROWS = 50;

/** Everybody's trades, newest first; stands still under the pointer. */
export function Tape({ instrument }: { readonly instrument: Instrument }) {
  const { t } = useTranslation();
  const id = marketKey(instrument);
  const current = useLive(`tape:${id}`);
  const [held, setHeld] = useState<readonly LiveTrade[] | null>(null);
  const rows = held ?? current ?? [];

  useEffect(() => {
    let watching = true;
    const leave = stream.subscribe('trades', id);
    void api
      .tape(instrument, FIRST_ROWS)
      .then((trades) => {
        if (watching) {
          live.history(id, trades);
        }
      })
      .catch((failure: unknown) => console.info('No earlier trades to show.', failure));
    return () => {
      watching = false;
      leave();
    };
  }, [id, instrument]);

  return (
    <Panel
      title={t('tape.title')}
      className="tape"
      tools={
        held !== null && (
          <span className="chip chip-held">
            <PauseIcon size={11} />
            {t('tape.paused')}
          </span>
        )
      }
    >
      {rows.length === 0 ? (
        <Empty title={t('tape.empty')} hint={t('tape.emptyHint')} />
      ) : (
        <div
          className="scroll fill"
          tabIndex={0}
          role="group"
          aria-label={t('tape.title')}
          onPointerEnter={() => setHeld(current ?? null)}
          onPointerLeave={() => setHeld(null)}
        >
          <table className="table tape-table">
            <thead>
              <tr>
                <th scope="col">{t('tape.price')}</th>
                <th scope="col" className="right">
                  {t('tape.quantity')}
                </th>
                <th scope="col" className="right">
                  {t('tape.time')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((trade) => (
                <TapeRow key={trade.number} trade={trade} tick={instrument.tick_size} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function TapeRow({ trade, tick }: { readonly trade: LiveTrade; readonly tick: string }) {
  const { t } = useTranslation();
  const way = trade.side === 'buy' ? 'up' : 'down';
  return (
    <tr>
      <td className={`num ${way}`}>
        <span className="change">
          <Arrow way={way} size={7} />
          <span className="sr-only">{t(`ticket.${trade.side}`)} </span>
          {formatPrice(trade.price, tick)}
        </span>
      </td>
      <td className="num right">{formatQuantity(trade.quantity)}</td>
      <td className="num right dim" title={formatUtc(trade.timestamp)}>
        {formatClock(trade.timestamp)}
      </td>
    </tr>
  );
}
