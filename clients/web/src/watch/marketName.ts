import { marketKey, type Instrument, type WatchedInstrument } from '@k2/core';

import { pairName } from '../hooks';

/** What a market is called; what no exchange trades any more keeps its plain name. */
export function nameOf(known: ReadonlyMap<string, Instrument>, market: WatchedInstrument): string {
  const instrument = known.get(marketKey(market));
  return instrument === undefined ? market.instrument : pairName(instrument);
}
