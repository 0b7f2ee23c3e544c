// What ccxt leaves different between exchanges: credentials, names of fields, and which questions it wants told apart.
export const VENUES = {
  bybit: {
    // ccxt warns that only the last 500 orders are found, unless told that we know.
    found: { acknowledged: true },
    cancelsAll: true,
    bookDepth: 50,
    wallet: ({ result }, currency) => result.list[0].coin.find((one) => one.coin === currency)?.walletBalance ?? '0',
    fill: (info) => ({ quantity: info.execQty, price: info.execPrice, paid: info.execFee, currency: info.feeCurrency }),
    told: (info) => ({ quantity: info.execQty, paid: info.execFee }),
  },
  okx: {
    found: {},
    cancelsAll: false,
    bookDepth: 100,
    wallet: ({ data }, currency) => data[0].details.find((one) => one.ccy === currency)?.cashBal ?? '0',
    // OKX writes a fee as what the account gets.
    fill: (info) => ({ quantity: info.fillSz, price: info.fillPx, paid: negated(info.fee), currency: info.feeCcy }),
    told: (info) => ({ quantity: info.fillSz, paid: negated(info.fillFee) }),
  },
};

function negated(number) {
  return number.startsWith('-') ? number.slice(1) : `-${number}`;
}
