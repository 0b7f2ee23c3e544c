import type { Freshness, Side } from './messages.js';

export type Mode = 'sim' | 'paper' | 'live';

export interface Instrument {
  readonly instrument: string;
  readonly exchange: string;
  readonly type: string;
  readonly base: string;
  readonly quote: string;
  readonly status: string;
  readonly tick_size: string;
  readonly lot_size: string;
  readonly min_quantity: string | null;
  readonly max_quantity: string | null;
  readonly min_notional: string | null;
  readonly order_types: readonly string[];
  readonly times_in_force: readonly string[];
  readonly taker_fee: string | null;
  readonly maker_fee: string | null;
}

export interface Price {
  readonly instrument: string;
  readonly exchange: string;
  readonly price: string | null;
  readonly bid: string | null;
  readonly ask: string | null;
  readonly change_24h: string | null;
  readonly volume_24h: string | null;
  readonly high_24h: string | null;
  readonly low_24h: string | null;
  readonly timestamp: string;
  readonly age_ms: number;
  readonly state: Freshness;
}

export type OrderStatus =
  'pending' | 'submitted' | 'open' | 'partial' | 'filled' | 'cancelled' | 'rejected' | 'expired';

export interface Order {
  readonly order_id: string;
  readonly client_order_id: string;
  readonly exchange: string;
  readonly instrument: string;
  readonly side: Side;
  readonly type: string;
  readonly quantity: string;
  readonly price: string | null;
  readonly stop_price: string | null;
  readonly time_in_force: string | null;
  readonly status: OrderStatus;
  readonly filled_quantity: string;
  readonly avg_price: string | null;
  readonly error_message: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface NewOrder {
  readonly client_order_id: string;
  readonly exchange: string;
  readonly instrument: string;
  readonly side: Side;
  readonly type: string;
  readonly quantity: string;
  readonly price?: string;
  readonly stop_price?: string;
  readonly time_in_force?: string;
}

export interface Execution {
  readonly execution_id: string;
  readonly order_id: string;
  readonly exchange: string;
  readonly instrument: string;
  readonly side: Side;
  readonly price: string;
  readonly quantity: string;
  readonly fee: string | null;
  readonly fee_currency: string | null;
  readonly executed_at: string;
}

export interface Balance {
  readonly exchange: string;
  readonly currency: string;
  readonly free: string;
  readonly held: string;
  readonly total: string;
}

export interface Preview {
  readonly price: string | null;
  readonly notional: string | null;
  readonly fee: string | null;
  readonly fee_currency: string | null;
  readonly total: string | null;
  readonly problems?: readonly { readonly code: string; readonly message: string }[];
}

export interface System {
  readonly mode: Mode;
  readonly version?: string;
}

export interface User {
  readonly email: string;
}
