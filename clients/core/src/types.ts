import type { components, paths } from './openapi.generated.js';

type Schemas = components['schemas'];

export type Mode = Schemas['System']['mode'];
export type System = Schemas['System'];
export type ExchangeName = Schemas['Exchange'];
export type ExchangeState = Schemas['ExchangeState'];
export type User = Schemas['User'];
export type Tokens = Schemas['Tokens'];
export type Challenge = Schemas['Challenge'];
export type FactorMethod = Schemas['FactorMethod'];
export type SecondFactor = Schemas['SecondFactor'];
export type NewSecondFactor = Schemas['NewSecondFactor'];
export type Passkey = Schemas['Passkey'];
export type AddedPasskey = Schemas['AddedPasskey'];
export type NewPasskey = Schemas['NewPasskey'];
/** What an authenticator says to a challenge. */
export type PasskeyProof = Schemas['PasskeyProof'];
/** What a browser hands to its authenticator, in the JSON form of Web Authentication. */
export type PasskeyOptions = Schemas['PasskeyOptions']['public_key'];
export type OpenSession = Schemas['Session'];
export type Provider = Schemas['Provider'];
export type Identity = Schemas['Identity'];
export type ApiKey = Schemas['ApiKey'];
export type ApiKeyScope = Schemas['ApiKeyScope'];
export type NewApiKey = Schemas['NewApiKey'];
export type CreatedApiKey = Schemas['CreatedApiKey'];
export type AccountExport = Schemas['Export'];
/** How K2 behaves for a person. */
export type Settings = Schemas['Settings'];
export type NewSettings = Schemas['NewSettings'];
/** How the apps look to a person. */
export type Preferences = Schemas['Preferences'];
export type NewPreferences = Schemas['NewPreferences'];
/** Whether a person's identity is verified, and what was said of it before. */
export type Kyc = Schemas['Kyc'];
export type KycStep = Schemas['KycStep'];
export type KycStatus = Schemas['KycStatus'];
export type NewKyc = Schemas['NewKyc'];
/** Somebody, as administrators see them. */
export type Person = Schemas['Person'];
/** What a look at every row of the audit log found. */
export type AuditVerification = Schemas['AuditVerificationAnswer']['data'];
/** One line of what was done in a person's name. */
export type AuditEntry = Schemas['AuditEntry'];
type AuditParameters = NonNullable<paths['/v1/audit']['get']['parameters']['query']>;
export type AuditFormat = NonNullable<AuditParameters['format']>;
/** Which lines are asked for. */
export type AuditQuery = Omit<AuditParameters, 'limit' | 'cursor' | 'format'>;
type AllAuditParameters = NonNullable<paths['/v1/admin/audit']['get']['parameters']['query']>;
/** The same for administrators, of whom anybody's lines can be asked for. */
export type AllAuditQuery = Omit<AllAuditParameters, 'limit' | 'cursor' | 'format'>;
export type Instrument = Schemas['Instrument'];
export type Event = Schemas['Event'];
export type EventContract = Schemas['EventContract'];
export type EventStatus = Schemas['EventStatus'];
export type Outcome = Schemas['Outcome'];
export type Position = Schemas['Position'];
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
export type OcoTerms = Schemas['NewOco'];
export type NewOco = OcoTerms & { readonly client_order_id: string };
export type Oco = Schemas['Oco'];
export type OrderChange = Schemas['OrderChange'];
export type ExecutionStatistics = Schemas['ExecutionStatistics'];
export type Execution = Schemas['Execution'];
export type Balance = Schemas['Balance'];
export type SilentAccount = Schemas['SilentAccount'];
export type Preview = Schemas['Preview'];
export type Refusal = Schemas['Error'];
export type KillSwitch = Schemas['KillSwitch'];
export type Killed = Schemas['Killed'];
export type AppliedSwitch = Schemas['AppliedSwitch'];
export type RiskLimits = Schemas['RiskLimits'];
export type NewRiskLimits = Schemas['NewRiskLimits'];
export type ScopedLimits = Schemas['ScopedLimits'];
export type NewScopedLimits = Schemas['NewScopedLimits'];
export type Routing = Schemas['Routing'];
export type Freshness = Schemas['MarketState'];
export type Link = Schemas['Link'];
export type NewLink = Schemas['NewLink'];
export type NewCredentials = Schemas['NewCredentials'];
export type LinkStart = Schemas['LinkStart'];
export type LinkByKey = Schemas['LinkByKey'];
export type LinkByConsent = Schemas['LinkByConsent'];
export type Signal = Schemas['Signal'];
export type NewSignal = Schemas['NewSignal'];
export type SignalKeys = Schemas['SignalKeys'];
export type ReceivedSignal = Schemas['ReceivedSignal'];
export type Watchlist = Schemas['Watchlist'];
export type NewWatchlist = Schemas['NewWatchlist'];
export type WatchlistTerms = Schemas['WatchlistTerms'];
/** An instrument where it is watched. */
export type WatchedInstrument = Schemas['WatchedInstrument'];
/** What a read-only link shows. */
export type SharedWatchlist = Schemas['SharedWatchlistAnswer']['data'];
export type SharedInstrument = Schemas['SharedInstrument'];
export type Health = Schemas['Health'];
export type Component = Schemas['Component'];
