import ccxt from 'ccxt';

// What ccxt leaves different between exchanges.
export const VENUES = {
  bybit: {
    // ccxt warns that only the last 500 orders are found, unless told that we know.
    found: { acknowledged: true },
    cancelsAll: true,
    marginWith: {},
    // Its books of all depths are kept in one place, where that of depth 1 replaces the others.
    mixesDepths: true,
    unknownKey: ccxt.AuthenticationError,
    wallet: ({ result }, currency) => result.list[0].coin.find((one) => one.coin === currency)?.walletBalance ?? '0',
    fill: (info) => ({ quantity: info.execQty, price: info.execPrice, paid: info.execFee, currency: info.feeCurrency }),
    told: (info) => ({ quantity: info.execQty, paid: info.execFee }),
  },
  okx: {
    found: {},
    // There is no such call for simple orders.
    cancelsAll: false,
    marginWith: { lever: 5 },
    mixesDepths: false,
    // ccxt has no meaning for the code, which is what OKX says of a key that it does not know.
    unknownKey: /"50119"/,
    wallet: ({ data }, currency) => data[0].details.find((one) => one.ccy === currency)?.cashBal ?? '0',
    // OKX writes a fee as what the account gets.
    fill: (info) => ({ quantity: info.fillSz, price: info.fillPx, paid: negated(info.fee), currency: info.feeCcy }),
    told: (info) => ({ quantity: info.fillSz, paid: negated(info.fillFee) }),
  },
};

function negated(number) {
  return number.startsWith('-') ? number.slice(1) : `-${number}`;
}
