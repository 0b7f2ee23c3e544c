import '../trade/trade.css';

import { Tabs } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type Instrument, marketKey } from '@k2/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { instrumentsQuery, openOrdersQuery } from '../data';
import { pairName } from '../hooks';
import { live, stream } from '../k2';
import { marketAddress, placeOf } from '../place';
import { usePrefs, type Edge } from '../prefs';
import { Banners, Header } from '../shell/Header';
import { Shortcuts } from '../shell/Shortcuts';
import { Balances } from '../trade/Balances';
import { ChartPanel } from '../trade/ChartPanel';
import { InstrumentHead } from '../trade/InstrumentHead';
import { Ladder } from '../trade/Ladder';
import { useOrderNotices } from '../trade/notices';
import { Execution } from '../trade/Execution';
import { CancelAll } from '../trade/CancelAll';
import { Edges, useSizes } from '../trade/edges';
import { SaveFills, SaveHistory, SavePositions } from '../trade/exports';
import { Fills, History, OpenOrders } from '../trade/Orders';
import { Positions } from '../trade/Positions';
import { Tape } from '../trade/Tape';
import { Ticket } from '../trade/Ticket';
import { useTicket } from '../trade/ticketStore';
import { Sheet } from '../ui/Dialog';
import { Panel } from '../ui/Panel';
import { Empty, Failed, Loading } from '../ui/States';
import { Watch } from '../watch/Watch';

/** The market that a newcomer sees, where it is traded. */
const FIRST_SEEN = 'BTC-USDT';
const WIDE_EDGES: readonly Edge[] = ['list', 'book', 'order', 'bottom'];
const EDGES_WITHOUT_LIST: readonly Edge[] = ['book', 'order', 'bottom'];

export default function Trade() {
  const { t } = useTranslation();
  const instruments = useQuery(instrumentsQuery);
  const [selected, select] = useSelected(instruments.data);
  useOrderNotices();
  useStreams(instruments.data);

  const step = (by: 1 | -1) => {
    const list = instruments.data ?? [];
    const at = list.findIndex((one) => one === selected);
    const next = list[(at + by + list.length) % list.length];
    if (next !== undefined) {
      select(next);
    }
  };

  return (
    <div className="screen">
      <Header />
      <Banners />
      {selected !== null && instruments.data !== undefined ? (
        <Desk instruments={instruments.data} selected={selected} onSelect={select} />
      ) : (
        <main className="lonely">
          <div className="panel">
            {instruments.isError ? (
              <Failed
                what={t('markets.title')}
                failure={instruments.error}
                onRetry={() => void instruments.refetch()}
              />
            ) : instruments.data === undefined ? (
              <Loading what={t('markets.title')} rows={12} />
            ) : (
              <Empty title={t('markets.empty')} hint={t('markets.emptyHint')} />
            )}
          </div>
        </main>
      )}
      <Shortcuts onStep={step} />
    </div>
  );
}

/** The market in the address, else the last one, else the first. */
function useSelected(instruments: readonly Instrument[] | undefined) {
  const remembered = usePrefs((prefs) => prefs.instrument);
  const set = usePrefs((prefs) => prefs.set);
  const find = (name: string | null) =>
    instruments?.find((one) => marketKey(one) === name) ??
    instruments?.find((one) => one.instrument === name) ??
    null;
  const selected = find(remembered) ?? find(FIRST_SEEN) ?? instruments?.[0] ?? null;

  useEffect(() => {
    const read = () => {
      if (placeOf(location.hash).screen !== 'trade') {
        return;
      }
      const name = decodeURIComponent(location.hash.replace(/^#\/?/, '')).replace('/', ':');
      if (name !== '') {
        set({ instrument: name });
      }
    };
    read();
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, [set]);

  const select = useCallback(
    (one: Instrument) => {
      set({ instrument: marketKey(one) });
      history.replaceState(null, '', marketAddress(one));
    },
    [set],
  );
  return [selected, select] as const;
}

/** Prices of every market and one's own orders stream as long as the screen is open. */
function useStreams(instruments: readonly Instrument[] | undefined): void {
  useEffect(() => stream.subscribe('orders', null), []);
  useEffect(() => {
    const leave = (instruments ?? []).map((one) => stream.subscribe('prices', marketKey(one)));
    return () => leave.forEach((undo) => undo());
  }, [instruments]);
}

interface DeskProps {
  readonly instruments: readonly Instrument[];
  readonly selected: Instrument;
  readonly onSelect: (instrument: Instrument) => void;
}

function Desk({ instruments, selected, onSelect }: DeskProps) {
  const narrow = useMediaQuery('(max-width: 899px)', undefined, { getInitialValueInEffect: false });
  const listed = useMediaQuery('(min-width: 1200px)', undefined, {
    getInitialValueInEffect: false,
  });
  const [choosing, setChoosing] = useState(false);
  const { t } = useTranslation();
  const id = marketKey(selected);
  const sizes = useSizes();
  useEffect(() => () => live.forgetTape(id), [id]);

  const markets = (searchId: string) => (
    <Watch
      instruments={instruments}
      selected={id}
      searchId={searchId}
      onSelect={(instrument) => {
        onSelect(instrument);
        setChoosing(false);
      }}
    />
  );
  const head = (
    <InstrumentHead instrument={selected} onChoose={listed ? null : () => setChoosing(true)} />
  );

  return (
    <>
      {narrow ? (
        <Phone instrument={selected} head={head} />
      ) : (
        <main className="desk" style={sizes}>
          {listed && (
            <Panel title={t('markets.title')} className="list">
              {markets('market-search')}
            </Panel>
          )}
          {head}
          <ChartPanel instrument={selected} />
          <Ladder key={id} instrument={selected} onPrice={useTicket.getState().takePrice} />
          <Panel title={t('ticket.title')} className="order">
            <Ticket instrument={selected} />
          </Panel>
          <OrdersPanel narrow={false} />
          <Tape key={`${id} tape`} instrument={selected} />
          <Panel title={t('balances.title')} className="money">
            <div className="scroll fill" tabIndex={0} role="group" aria-label={t('balances.title')}>
              <Balances quote={selected.quote} />
            </div>
          </Panel>
          <Edges edges={listed ? WIDE_EDGES : EDGES_WITHOUT_LIST} />
        </main>
      )}
      {!listed && (
        <Sheet
          opened={choosing}
          onClose={() => setChoosing(false)}
          title={t('markets.title')}
          position={narrow ? 'bottom' : 'left'}
          size={narrow ? '80%' : 320}
        >
          <div className="drawer-markets">{markets('market-search')}</div>
        </Sheet>
      )}
    </>
  );
}

function OrdersPanel({ narrow, money }: { readonly narrow: boolean; readonly money?: ReactNode }) {
  const { t } = useTranslation();
  const open = useQuery(openOrdersQuery).data?.length ?? 0;
  const [tab, setTab] = useState<string | null>('open');
  return (
    <section className="panel orders" aria-label={t('orders.label')}>
      <Tabs
        value={tab}
        onChange={setTab}
        keepMounted={false}
        classNames={{ tab: 'tab', list: 'tabs' }}
      >
        <Tabs.List>
          <Tabs.Tab value="open">
            {t('orders.open')} <span className="count num">{open}</span>
          </Tabs.Tab>
          <Tabs.Tab value="positions">{t('positions.title')}</Tabs.Tab>
          <Tabs.Tab value="history">{t('orders.history')}</Tabs.Tab>
          <Tabs.Tab value="fills">{t('orders.fills')}</Tabs.Tab>
          {money !== undefined && <Tabs.Tab value="money">{t('orders.balances')}</Tabs.Tab>}
        </Tabs.List>
        {tab === 'open' && !narrow && <CancelAll />}
        {tab === 'positions' && !narrow && <SavePositions />}
        {tab === 'history' && !narrow && (
          <div className="list-tools">
            <Execution />
            <SaveHistory />
          </div>
        )}
        {tab === 'fills' && !narrow && <SaveFills />}
        <Tabs.Panel value="open" className="scroll">
          <OpenOrders narrow={narrow} />
        </Tabs.Panel>
        <Tabs.Panel value="positions" tabIndex={0} className="scroll">
          <Positions narrow={narrow} />
        </Tabs.Panel>
        <Tabs.Panel value="history" tabIndex={0} className="scroll">
          <History narrow={narrow} />
        </Tabs.Panel>
        <Tabs.Panel value="fills" tabIndex={0} className="scroll">
          <Fills narrow={narrow} />
        </Tabs.Panel>
        {money !== undefined && (
          <Tabs.Panel value="money" tabIndex={0} className="scroll">
            {money}
          </Tabs.Panel>
        )}
      </Tabs>
    </section>
  );
}

/** One column: chart, book and trades share a place, the ticket is a sheet behind two buttons that stay. */
function Phone({
  instrument,
  head,
}: {
  readonly instrument: Instrument;
  readonly head: ReactNode;
}) {
  const { t } = useTranslation();
  const ticket = useTicket();
  const id = marketKey(instrument);
  const take = (price: string) => {
    ticket.takePrice(price);
    ticket.openSheet();
  };
  return (
    <>
      <main className="phone">
        {head}
        <Tabs
          defaultValue="chart"
          keepMounted={false}
          classNames={{ tab: 'tab', list: 'tabs', root: 'phone-views' }}
        >
          <Tabs.List grow>
            <Tabs.Tab value="chart">{t('chart.title')}</Tabs.Tab>
            <Tabs.Tab value="book">{t('book.title')}</Tabs.Tab>
            <Tabs.Tab value="tape">{t('tape.title')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="chart">
            <ChartPanel instrument={instrument} />
          </Tabs.Panel>
          <Tabs.Panel value="book">
            <Ladder key={id} instrument={instrument} onPrice={take} />
          </Tabs.Panel>
          <Tabs.Panel value="tape">
            <Tape key={id} instrument={instrument} />
          </Tabs.Panel>
        </Tabs>
        <OrdersPanel narrow money={<Balances quote={instrument.quote} />} />
      </main>
      <div className="phone-bar">
        {(['buy', 'sell'] as const).map((side) => (
          <button
            key={side}
            type="button"
            className={`primary ${side === 'buy' ? 'primary-up' : 'primary-down'}`}
            onClick={() => ticket.openSheet(side)}
          >
            {t(`ticket.${side}`)}
          </button>
        ))}
      </div>
      <Sheet
        opened={ticket.sheet}
        onClose={ticket.closeSheet}
        title={`${t('ticket.title')} · ${pairName(instrument)} · ${t(`exchange.${instrument.exchange}`)}`}
        position="bottom"
        size="auto"
        keepMounted
      >
        <Ticket instrument={instrument} />
      </Sheet>
    </>
  );
}
