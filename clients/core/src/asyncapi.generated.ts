// Written by `npm run generate` from asyncapi.yaml. Change that instead.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description price and quantity */
        readonly Level: [
            string,
            string
        ];
        /** @description a whole number or up to 64 characters */
        readonly RequestId: number | string;
        /** @description ISO-8601 UTC with milliseconds */
        readonly Time: string;
        readonly auth: {
            /** @constant */
            readonly type: "auth";
            /** @description the access token */
            readonly token?: string;
            /** @description of POST /v1/ws/ticket; works once */
            readonly ticket?: string;
            readonly id?: components["schemas"]["RequestId"];
        };
        readonly subscribe: {
            /** @enum {unknown} */
            readonly type: "subscribe" | "unsubscribe";
            /**
             * @description mark_price and liquidations of perpetuals only
             * @enum {unknown}
             */
            readonly channel: "prices" | "book" | "trades" | "candles" | "mark_price" | "liquidations" | "orders" | "notifications";
            /** @description required for all channels but orders and notifications */
            readonly instruments?: readonly string[];
            /** @description the first exchange that trades the instrument where left out */
            readonly exchange?: string;
            /**
             * @description of book; whole books of so many levels instead of changes
             * @enum {unknown}
             */
            readonly depth?: 5 | 10 | 20;
            /** @description of candles, such as 1m */
            readonly interval?: string;
            /** @description of orders and notifications; the last seq that was seen */
            readonly after?: number;
            readonly id?: components["schemas"]["RequestId"];
        };
        readonly unsubscribe: {
            /** @enum {unknown} */
            readonly type: "subscribe" | "unsubscribe";
            /**
             * @description mark_price and liquidations of perpetuals only
             * @enum {unknown}
             */
            readonly channel: "prices" | "book" | "trades" | "candles" | "mark_price" | "liquidations" | "orders" | "notifications";
            /** @description required for all channels but orders and notifications */
            readonly instruments?: readonly string[];
            /** @description the first exchange that trades the instrument where left out */
            readonly exchange?: string;
            /**
             * @description of book; whole books of so many levels instead of changes
             * @enum {unknown}
             */
            readonly depth?: 5 | 10 | 20;
            /** @description of candles, such as 1m */
            readonly interval?: string;
            /** @description of orders and notifications; the last seq that was seen */
            readonly after?: number;
            readonly id?: components["schemas"]["RequestId"];
        };
        readonly ping: {
            /** @constant */
            readonly type: "ping";
            readonly id?: components["schemas"]["RequestId"];
        };
        readonly authenticated: {
            /** @constant */
            readonly type: "authenticated";
            readonly id?: components["schemas"]["RequestId"];
            readonly expires_at: components["schemas"]["Time"];
        };
        readonly subscribed: {
            /** @enum {unknown} */
            readonly type: "subscribed" | "unsubscribed";
            readonly id?: components["schemas"]["RequestId"];
            readonly channel: string;
            readonly instruments?: readonly string[];
            readonly exchange?: string;
            readonly depth?: number;
            readonly interval?: string;
            /** @description of orders and notifications; false says that GET /v1/orders or /v1/notifications has to be asked */
            readonly resumed?: boolean;
            /** @description of orders and notifications; the newest known here, 0 for none */
            readonly seq?: number;
        };
        readonly unsubscribed: {
            /** @enum {unknown} */
            readonly type: "subscribed" | "unsubscribed";
            readonly id?: components["schemas"]["RequestId"];
            readonly channel: string;
            readonly instruments?: readonly string[];
            readonly exchange?: string;
            readonly depth?: number;
            readonly interval?: string;
            /** @description of orders and notifications; false says that GET /v1/orders or /v1/notifications has to be asked */
            readonly resumed?: boolean;
            /** @description of orders and notifications; the newest known here, 0 for none */
            readonly seq?: number;
        };
        readonly pong: {
            /** @constant */
            readonly type: "pong";
            readonly id?: components["schemas"]["RequestId"];
            readonly timestamp: components["schemas"]["Time"];
        };
        readonly error: {
            /** @constant */
            readonly type: "error";
            readonly id?: components["schemas"]["RequestId"];
            readonly code: string;
            readonly message: string;
            readonly details: Record<string, never>;
        };
        readonly price: {
            /** @constant */
            readonly type: "price";
            readonly instrument: string;
            readonly exchange: string;
            readonly price: string | null;
            readonly bid: string | null;
            readonly ask: string | null;
            /** @description in percent */
            readonly change_24h: string | null;
            readonly high_24h: string | null;
            readonly low_24h: string | null;
            readonly volume_24h: string | null;
            readonly timestamp: components["schemas"]["Time"];
            readonly age_ms: number;
            /** @enum {unknown} */
            readonly state: "live" | "stale";
            readonly seq: number;
            /** @description of event contracts only: how likely the market holds YES, 0 to 1 */
            readonly probability?: string | null;
            /** @description of event contracts only: the prices of NO, each 1 less one of YES */
            readonly no?: {
                readonly price?: string | null;
                readonly bid?: string | null;
                readonly ask?: string | null;
            };
        };
        readonly book: {
            /** @constant */
            readonly type: "book";
            /** @enum {unknown} */
            readonly kind: "snapshot" | "delta";
            readonly instrument: string;
            readonly exchange: string;
            readonly depth?: number;
            /** @description price and quantity; in a delta a quantity of 0 removes the price */
            readonly bids: readonly components["schemas"]["Level"][];
            /** @description price and quantity; in a delta a quantity of 0 removes the price */
            readonly asks: readonly components["schemas"]["Level"][];
            readonly timestamp: components["schemas"]["Time"];
            readonly age_ms?: number;
            /** @enum {unknown} */
            readonly state: "live" | "stale";
            readonly prev_seq?: number;
            readonly seq: number;
        };
        readonly trade: {
            /** @constant */
            readonly type: "trade";
            readonly instrument: string;
            readonly exchange: string;
            readonly trade_id: string;
            readonly price: string;
            readonly quantity: string;
            /**
             * @description the side that took
             * @enum {unknown}
             */
            readonly side: "buy" | "sell";
            readonly timestamp: components["schemas"]["Time"];
        };
        readonly candle: {
            /** @constant */
            readonly type: "candle";
            readonly instrument: string;
            readonly exchange: string;
            readonly interval: string;
            readonly open_time: components["schemas"]["Time"];
            readonly open: string;
            readonly high: string;
            readonly low: string;
            readonly close: string;
            readonly volume: string;
            readonly closed: boolean;
        };
        readonly mark_price: {
            /** @constant */
            readonly type: "mark_price";
            readonly instrument: string;
            readonly exchange: string;
            readonly mark_price: string;
            /** @description the price of what it stands on */
            readonly index_price: string | null;
            /** @description what longs pay shorts at the next funding, as a share of the position's value; negative where shorts pay */
            readonly funding_rate: string | null;
            readonly next_funding_at: string | null;
            readonly timestamp: components["schemas"]["Time"];
            readonly age_ms: number;
            /** @enum {unknown} */
            readonly state: "live" | "stale";
            readonly seq: number;
        };
        readonly liquidation: {
            /** @constant */
            readonly type: "liquidation";
            readonly instrument: string;
            readonly exchange: string;
            /** @description the average price, or the order's where nothing is filled yet */
            readonly price: string;
            readonly quantity: string;
            /**
             * @description the side of the closing order: a long is sold
             * @enum {unknown}
             */
            readonly side: "buy" | "sell";
            readonly timestamp: components["schemas"]["Time"];
        };
        readonly notification: {
            /** @constant */
            readonly type: "notification";
            /** @description rises with every notification of this person */
            readonly seq: number;
            readonly id: string;
            /** @enum {unknown} */
            readonly kind: "order_filled" | "order_cancelled" | "order_rejected" | "order_needs_attention" | "event_settled" | "link_refused" | "security";
            readonly title: string;
            readonly body: string;
            readonly details: {
                readonly [key: string]: string;
            };
            readonly created_at: components["schemas"]["Time"];
            readonly read_at: string | null;
        };
        readonly order_update: {
            /** @constant */
            readonly type: "order_update";
            readonly order_id: string;
            /** @description the order's own type; calls call it type */
            readonly order_type: string;
            /** @description rises with every change of any order of this person */
            readonly seq: number;
            readonly status: string;
            readonly filled_quantity: string;
            readonly avg_price: string | null;
        } & {
            readonly [key: string]: unknown;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
