import type { components } from './openapi.generated.js';

type Schemas = components['schemas'];

export type Mode = Schemas['System']['mode'];
export type System = Schemas['System'];
export type ExchangeName = Schemas['Exchange'];
export type ExchangeState = Schemas['ExchangeState'];
export type User = Schemas['User'];
export type Tokens = Schemas['Tokens'];
export type Instrument = Schemas['Instrument'];
export type Price = Schemas['Price'];
export type PublicTrade = Schemas['PublicTrade'];
export type Interval = Schemas['Interval'];
export type Side = Schemas['Side'];
export type OrderType = Schemas['OrderType'];
export type TimeInForce = Schemas['TimeInForce'];
export type OrderStatus = Schemas['OrderStatus'];
export type Order = Schemas['Order'];
export type OrderTerms = Schemas['OrderTerms'];
export type NewOrder = OrderTerms & { readonly client_order_id: string };
export type Execution = Schemas['Execution'];
export type Balance = Schemas['Balance'];
export type SilentAccount = Schemas['SilentAccount'];
export type Preview = Schemas['Preview'];
export type Refusal = Schemas['Error'];
export type KillSwitch = Schemas['KillSwitch'];
export type Freshness = Schemas['MarketState'];
