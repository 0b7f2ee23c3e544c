import '../trade/ticket.css';

import {
  contractFigures,
  contractProblems,
  contractTick,
  endProblemOf,
  exact,
  formatAmount,
  formatCents,
  marketKey,
  NO_FIGURES,
  plain,
  priceOf,
  type ContractDraft,
  type ContractProblem,
  type Event,
  type EventContract,
  type Instrument,
  type OrderTerms,
  type Outcome,
  type Side,
} from '@k2/core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { contractQuery, positionsQuery, previewQuery, queryKeys, systemQuery } from '../data';
import { useLive, usePriceAge, useToday } from '../hooks';
import { queries } from '../k2';
import { usePrefs } from '../prefs';
import { useSubmit } from '../trade/submit';
import { TimeChoice, type Lasting } from '../trade/TimeChoice';
import { Ask } from '../ui/Ask';
import { Segmented } from '../ui/Segmented';
import { Failed, Loading } from '../ui/States';
import { useContractPrice } from './live';

interface Props {
  readonly event: Event;
  readonly contract: EventContract;
  readonly outcome: Outcome;
  readonly onOutcome: (outcome: Outcome) => void;
}

type Kind = 'limit' | 'market';
/** How often an end is held against the clock. */
const CLOCK_MILLIS = 5_000;

const KINDS: readonly Kind[] = ['limit', 'market'];

/** Buy or sell YES or NO of one contract, with what it takes and may bring. */
export function ContractTicket(props: Props) {
  const { t } = useTranslation();
  const instrument = useQuery(contractQuery(props.event.exchange, props.contract.instrument));
  if (instrument.data === undefined) {
    return instrument.isError ? (
      <Failed
        what={t('ticket.title')}
        failure={instrument.error}
        onRetry={() => void instrument.refetch()}
      />
    ) : (
      <Loading what={t('ticket.title')} rows={5} />
    );
  }
  return <Form {...props} instrument={instrument.data} />;
}

function Form({
  event,
  contract,
  outcome,
  onOutcome,
  instrument,
}: Props & { readonly instrument: Instrument }) {
  const { t } = useTranslation();
  const price = useContractPrice(event.exchange, contract);
  const held = useHeld(event.exchange, contract.instrument, outcome);
  const [side, setSide] = useState<Side>('buy');
  const [kind, setKind] = useState<Kind>('limit');
  const [quantity, setQuantity] = useState('');
  const [typed, setTyped] = useState<string | null>(null);
  const [lasting, setLasting] = useState<Lasting>({ timeInForce: 'gtc', goodTill: null });
  const age = usePriceAge(useLive(`price:${marketKey(instrument)}`));
  const now = useToday(CLOCK_MILLIS);
  const [pressed, setPressed] = useState(false);
  const [asking, setAsking] = useState(false);
  const { send, sending, unclear, twin, forgetTwin } = useSubmit<OrderTerms>(instrument);
  const confirm = usePrefs((prefs) => prefs.confirm);
  const mode = useQuery(systemQuery).data?.mode;
  const asks = confirm ?? mode !== 'sim';

  const best = bestPrice(side, outcome, price?.bid ?? null, price?.ask ?? null);
  const draft: ContractDraft = { side, outcome, quantity, price: typed ?? best ?? '' };
  const problems = contractProblems(draft, instrument);
  const end = endProblem(kind, lasting, now);
  const fits = problems.price === undefined && problems.quantity === undefined && end === undefined;
  const figures = fits ? contractFigures(draft, held) : NO_FIGURES;
  const terms: OrderTerms = {
    exchange: event.exchange,
    instrument: contract.instrument,
    side,
    outcome,
    type: kind,
    quantity,
    price: draft.price,
    ...(kind === 'limit' ? { time_in_force: lasting.timeInForce } : {}),
    ...(kind === 'limit' && lasting.timeInForce === 'gtd' && lasting.goodTill !== null
      ? { good_till: lasting.goodTill }
      : {}),
  };
  const preview = useQuery({ ...previewQuery(terms), enabled: fits });
  const refusal = fits ? preview.data?.refusals[0] : undefined;

  const go = async (order: OrderTerms) => {
    setAsking(false);
    if (await send(order)) {
      setQuantity('');
      setPressed(false);
      await queries.invalidateQueries({ queryKey: queryKeys.positions });
    }
  };
  const submit = (pressing: SubmitEvent) => {
    pressing.preventDefault();
    setPressed(true);
    if (!fits || sending) {
      return;
    }
    if (asks) {
      setAsking(true);
    } else {
      void go(terms);
    }
  };
  const change = (next: { readonly side?: Side; readonly outcome?: Outcome }) => {
    setTyped(null);
    if (next.side !== undefined) {
      setSide(next.side);
    }
    if (next.outcome !== undefined) {
      onOutcome(next.outcome);
    }
  };
  const what = t(kind === 'market' ? 'events.orderAtOnce' : 'events.order', {
    side: t(`ticket.${side}`),
    quantity: formatAmount(quantity),
    outcome: t(`events.${outcome}`),
    price: formatCents(draft.price),
  });

  return (
    <form className="contract-ticket" aria-label={t('ticket.title')} onSubmit={submit} noValidate>
      <Segmented
        label={t('ticket.side')}
        value={side}
        onChange={(next) => change({ side: next })}
        options={(['buy', 'sell'] as const).map((value) => ({ value, text: t(`ticket.${value}`) }))}
      />
      <Segmented
        label={t('events.outcome')}
        value={outcome}
        onChange={(next) => change({ outcome: next })}
        options={(['yes', 'no'] as const).map((value) => ({
          value,
          text: `${t(`events.${value}`)} ${formatCents(
            bestPrice(side, value, price?.bid ?? null, price?.ask ?? null),
          )}`,
        }))}
      />
      <Segmented
        label={t('events.kind')}
        value={kind}
        onChange={setKind}
        options={KINDS.map((value) => ({ value, text: t(`events.kinds.${value}`) }))}
      />
      <Input
        id="contract-price"
        label={t(kind === 'market' ? 'events.worst' : 'events.price', {
          outcome: t(`events.${outcome}`),
        })}
        unit="USD"
        value={draft.price}
        problem={pressed || typed !== null ? problems.price : undefined}
        onChange={setTyped}
      />
      <p className="dim contract-step">
        {t(kind === 'market' ? 'events.atOnce' : 'events.waits')}{' '}
        {t('events.step', { step: formatCents(contractTick(draft, instrument)) })}
      </p>
      <Input
        id="contract-quantity"
        label={t('events.quantity')}
        unit=""
        value={quantity}
        problem={pressed || quantity !== '' ? problems.quantity : undefined}
        onChange={setQuantity}
      />
      {held !== '0' && (
        <p className="dim contract-step">
          {t('events.held', { quantity: formatAmount(held), outcome: t(`events.${outcome}`) })}
        </p>
      )}
      {kind === 'limit' && (
        <TimeChoice
          name="contract"
          offered={instrument.times_in_force}
          {...lasting}
          problem={pressed || end?.code !== 'required' ? end : undefined}
          onChange={(part) => setLasting((whole) => ({ ...whole, ...part }))}
        />
      )}
      <dl className="contract-figures" aria-live="polite">
        {figures.proceeds !== null && (
          <>
            <dt>{t('events.proceeds')}</dt>
            <dd className="num">{formatAmount(figures.proceeds)} USD</dd>
          </>
        )}
        {(figures.cost !== null || figures.proceeds === null) && (
          <>
            <dt>{t('events.cost')}</dt>
            <dd className="num">{formatAmount(figures.cost)} USD</dd>
            <dt>{t('events.profit')}</dt>
            <dd className="num">{formatAmount(figures.profit)} USD</dd>
          </>
        )}
        <dt>{t('ticket.feeEstimated')}</dt>
        <dd className="num">
          {formatAmount(fits ? preview.data?.fee : null)} {preview.data?.fee_currency ?? 'USD'}
        </dd>
      </dl>
      {age?.stale === true && <p className="notice">{t('ticket.stale', { age: age.text })}</p>}
      {refusal !== undefined && (
        <p className="notice">
          {t('ticket.refusal')} {refusal.message}
        </p>
      )}
      {unclear && <p className="notice notice-bad">{t('ticket.unclear')}</p>}
      <button
        type="submit"
        className={`primary ${side === 'buy' ? 'primary-up' : 'primary-down'}`}
        disabled={sending}
      >
        {sending ? t('ticket.sending') : `${t(`ticket.${side}`)} ${t(`events.${outcome}`)}`}
      </button>
      <Ask
        opened={asking}
        title={t('ticket.confirmTitle')}
        confirm={t('ticket.confirm')}
        back={t('ticket.back')}
        tone={side === 'buy' ? 'up' : 'down'}
        onClose={() => setAsking(false)}
        onConfirm={() => void go(terms)}
      >
        <p>{what}</p>
        <p>{contract.title}</p>
      </Ask>
      <Ask
        opened={twin !== null}
        title={t('ticket.twinTitle')}
        confirm={t('ticket.twinConfirm')}
        back={t('ticket.back')}
        tone={side === 'buy' ? 'up' : 'down'}
        onClose={forgetTwin}
        onConfirm={() => {
          if (twin !== null) {
            void go(twin);
          }
        }}
      >
        <p>{t('ticket.twinText')}</p>
      </Ask>
    </form>
  );
}

/** What is wrong with the end of an order good till a date. */
function endProblem(kind: Kind, { timeInForce, goodTill }: Lasting, now: number) {
  if (kind !== 'limit' || timeInForce !== 'gtd') {
    return undefined;
  }
  return endProblemOf(goodTill, now);
}

/** How many contracts of an outcome all linked accounts hold. */
function useHeld(exchange: Event['exchange'], instrument: string, outcome: Outcome): string {
  const positions = useQuery(positionsQuery);
  const rows = positions.data?.positions ?? [];
  return plain(
    rows
      .filter(
        (one) =>
          one.status === 'open' &&
          one.exchange === exchange &&
          one.instrument === instrument &&
          one.outcome === outcome,
      )
      .reduce((sum, one) => sum.plus(one.quantity), exact('0')),
  );
}

/** What the other side of the book offers for an outcome. */
function bestPrice(
  side: Side,
  outcome: Outcome,
  bid: string | null,
  ask: string | null,
): string | null {
  const buys = side === 'buy';
  return priceOf(outcome, buys === (outcome === 'yes') ? ask : bid);
}

interface InputProps {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly value: string;
  readonly problem: ContractProblem | undefined;
  readonly onChange: (value: string) => void;
}

function Input({ id, label, unit, value, problem, onChange }: InputProps) {
  const { t } = useTranslation();
  const hint = `${id}-problem`;
  return (
    <div className="ticket-field">
      <div className={`ticket-input ${problem === undefined ? '' : 'is-wrong'}`}>
        <label htmlFor={id}>{label}</label>
        <input
          id={id}
          className="num"
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          value={value}
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : hint}
          onChange={(change) => onChange(change.target.value)}
        />
        <span className="ticket-unit">{unit}</span>
      </div>
      {problem !== undefined && (
        <p id={hint} className="ticket-problem">
          {problemText(t, problem)}
        </p>
      )}
    </div>
  );
}

function problemText(t: TFunction, problem: ContractProblem): string {
  switch (problem.code) {
    case 'offStep':
      return t('ticket.problems.offStep', { step: problem.step });
    case 'tooSmall':
      return t('ticket.problems.tooSmall', { minimum: problem.minimum, currency: '' });
    case 'outside':
      return t('events.outside');
    case 'required':
    case 'notANumber':
    case 'notPositive':
      return t(`ticket.problems.${problem.code}`);
  }
}
