/** The lists of the made-up person, and what a link to one of them shows. */
import { randomUUID } from 'node:crypto';

/** @param shown what a market is and costs, for whoever has a link */
export function watchlists({ empty = false, shown, refusal }) {
  const made = (name, markets) => {
    const now = new Date().toISOString();
    const instruments = markets.map((instrument) => ({ exchange: 'binance', instrument }));
    return {
      id: randomUUID(),
      name,
      instruments,
      version: 1,
      shared_at: null,
      created_at: now,
      updated_at: now,
    };
  };
  let lists = empty
    ? []
    : [made('Majors', ['ETH-USDT', 'BTC-USDT', 'SOL-USDT']), made('Later', [])];
  const links = new Map();
  const change = (list, changes) => {
    lists = lists.map((one) =>
      one === list ? { ...list, ...changes, version: list.version + 1 } : one,
    );
    return lists.find((one) => one.id === list.id);
  };

  return (route, query, body) => {
    const [method, path] = route.split(' ');
    const [area, id, part, name] = path.split('/').slice(2).map(decodeURIComponent);
    if (area === 'shared') {
      const list = lists.find((one) => one.id === links.get(part));
      if (list === undefined) refusal(404, 'WATCHLIST_NOT_FOUND', 'There is no such watchlist.');
      return { name: list.name, instruments: list.instruments.map(shown) };
    }
    if (area !== 'watchlists') return undefined;
    if (id === undefined) {
      if (method === 'GET') return lists;
      const list = { ...made('', []), ...body };
      lists = [...lists, list];
      return list;
    }
    const list = lists.find((one) => one.id === id);
    if (list === undefined) refusal(404, 'WATCHLIST_NOT_FOUND', 'There is no such watchlist.');
    if (part === 'share') {
      links.forEach((of, token) => of === id && links.delete(token));
      const token = randomUUID();
      if (method === 'POST') links.set(token, id);
      list.shared_at = method === 'POST' ? new Date().toISOString() : null;
      return method === 'POST' ? { path: `/shared/watchlists/${token}` } : {};
    }
    if (part === 'instruments') {
      const others = list.instruments.filter((one) => one.instrument !== name);
      const market = { exchange: query.get('exchange'), instrument: name };
      return change(list, { instruments: method === 'PUT' ? [...others, market] : others });
    }
    if (method === 'PUT') {
      const { version, position, ...terms } = body;
      if (version !== list.version) refusal(409, 'VERSION_CONFLICT', 'The list has changed since.');
      const changed = change(list, terms);
      if (position !== undefined) {
        lists = lists.filter((one) => one !== changed);
        lists.splice(position, 0, changed);
      }
      return changed;
    }
    if (method === 'DELETE') {
      lists = lists.filter((one) => one !== list);
      return {};
    }
    return list;
  };
}
