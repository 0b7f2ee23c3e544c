/** One made-up person: the second factor, sessions, keys and trail of the account page. */
import { randomUUID } from 'node:crypto';

const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const CODES = [
  '4f7k-9qzt-2m8w',
  '8c2d-x5hn-7rjv',
  '3y6p-b9kf-1tqs',
  'w7mz-4g2c-8n5x',
  'h9rv-6j3q-5dkt',
].flatMap((code) => [code, code.split('').reverse().join('')]);
const ago = (millis) => new Date(Date.now() - millis).toISOString();
const HOUR = 3_600_000;

/** What the flags of the server make of the person. */
export function person({ empty = false, refusal }) {
  const me = {
    id: randomUUID(),
    email: 'demo@k2.local',
    email_verified: true,
    display_name: empty ? null : 'Ada of the fixture',
    role: 'admin',
    has_password: true,
    created_at: ago(90 * 24 * HOUR),
  };
  const factor = { totp: false, methods: [], recovery_codes_left: 0 };
  let confirmed = false;
  const identities = empty
    ? []
    : [{ provider: 'google', email: 'ada@gmail.example', created_at: ago(900 * HOUR) }];
  const agents = [
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', '203.0.113.7', 0],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1',
      '198.51.100.24',
      5,
    ],
    ['k2-bot/2.1', '2001:db8:85a3::8a2e:370:7334', 61],
  ];
  let sessions = agents.map(([device, address, hours], index) => ({
    id: randomUUID(),
    device,
    address,
    created_at: ago((hours + 30) * HOUR),
    last_used_at: ago(hours * HOUR),
    expires_at: ago(-100 * HOUR),
    current: index === 0,
  }));
  let keys = empty
    ? []
    : [
        ['Rebalancer', 'k2_7Qd', ['read', 'trade'], -60 * 24, 2],
        ['Tax report', 'k2_m3X', ['read'], 20, null],
      ].map(([label, hint, scopes, over, used]) => ({
        id: randomUUID(),
        label,
        hint,
        scopes,
        created_at: ago(2_000 * HOUR),
        expires_at: ago(over * HOUR),
        last_used_at: used === null ? null : ago(used * HOUR),
      }));
  const trail = empty ? [] : trailOf();
  const documents = {
    settings: {
      version: 0,
      language: 'en',
      time_zone: 'UTC',
      currency: 'USD',
      confirm_orders: true,
      cancel_on_logout: false,
    },
    preferences: {
      version: 0,
      theme: 'system',
      density: 'comfortable',
      start_page: 'trade',
      chart_interval: '1m',
      clock: 'local',
      colours: 'green_up',
      sounds: false,
    },
  };
  const kyc = empty
    ? { status: 'none', history: [] }
    : {
        status: 'verified',
        history: [
          { status: 'verified', note: null, at: ago(20 * HOUR) },
          { status: 'pending', note: 'We look at your papers.', at: ago(90 * HOUR) },
        ],
      };
  const people = [
    'grace@example.com',
    'a.very.long.address.of.somebody@department.example.org',
  ].map((email, index) => ({
    id: randomUUID(),
    email,
    email_verified: index === 0,
    role: 'user',
    kyc_status: index === 0 ? 'pending' : 'none',
    created_at: ago((index + 3) * 24 * HOUR),
  }));

  const sure = () => {
    if (!confirmed) {
      refusal(403, 'STEP_UP_REQUIRED', 'Confirm who you are first: POST /v1/auth/step-up.');
    }
  };
  const newCodes = () => {
    Object.assign(factor, {
      totp: true,
      methods: ['totp', 'recovery_code'],
      recovery_codes_left: 10,
    });
    return { recovery_codes: CODES };
  };
  const removed = (list, path) => list.filter(({ id }) => !path.endsWith(id));

  /** The answer of a route; undefined where it is none of these. */
  return function answer(route, query, body) {
    const [method, path] = route.split(' ');
    switch (route) {
      case 'POST /v1/auth/login':
        confirmed = false;
        return body.email?.startsWith('two-factor')
          ? { challenge: 'c', expires_in: 300, methods: ['totp', 'recovery_code'] }
          : undefined;
      case 'POST /v1/auth/login/second-factor':
        if (body.code === '000000')
          refusal(401, 'INVALID_CODE', 'The code is wrong, or it was used.');
        return undefined;
      case 'POST /v1/auth/register':
        return { confirmation: 'mailed' };
      case 'POST /v1/auth/verify-email':
        if (body.token === 'old') {
          refusal(422, 'TOKEN_REFUSED', 'The link is too old, or it was used already.');
        }
        return {};
      case 'POST /v1/auth/step-up':
        if (body.password === 'wrong-password') {
          refusal(401, 'INVALID_CREDENTIALS', 'The password is wrong.');
        }
        confirmed = true;
        return { stepped_up_until: ago(-300_000) };
      case 'GET /v1/auth/2fa':
        return factor;
      case 'POST /v1/auth/2fa/enable':
        sure();
        return {
          secret: SECRET,
          otpauth_uri: `otpauth://totp/K2:demo%40k2.local?secret=${SECRET}&issuer=K2&algorithm=SHA1&digits=6&period=30`,
        };
      case 'POST /v1/auth/2fa/verify':
        if (body.code === '000000')
          refusal(422, 'INVALID_CODE', 'The code is wrong. Is the clock right?');
        return newCodes();
      case 'POST /v1/auth/2fa/recovery-codes':
        sure();
        return newCodes();
      case 'POST /v1/auth/2fa/disable':
        sure();
        Object.assign(factor, { totp: false, methods: [], recovery_codes_left: 0 });
        return {};
      case 'GET /v1/auth/sessions':
        return sessions;
      case 'DELETE /v1/auth/sessions': {
        const before = sessions.length;
        sessions = query.get('keep_current') === 'true' ? sessions.filter((s) => s.current) : [];
        return { ended: before - sessions.length };
      }
      case 'GET /v1/users/me/kyc':
        return kyc;
      case 'GET /v1/users/me/settings':
      case 'GET /v1/users/me/preferences':
        return documents[path.split('/').at(-1)];
      case 'PUT /v1/users/me/settings':
      case 'PUT /v1/users/me/preferences': {
        const kept = documents[path.split('/').at(-1)];
        if (body.version !== kept.version) {
          refusal(409, 'VERSION_CONFLICT', 'It has changed since it was read.');
        }
        return Object.assign(kept, body, { version: kept.version + 1 });
      }
      case 'GET /v1/admin/users': {
        const { id, email, email_verified, role, created_at } = me;
        const self = { id, email, email_verified, role, kyc_status: kyc.status, created_at };
        const asked = query.get('email');
        return [...people, self].filter((one) => asked === null || one.email === asked);
      }
      case 'GET /v1/admin/audit':
        return trail.filter(({ action }) => (query.get('action') ?? action) === action);
      case 'GET /v1/admin/audit/verify':
        return { holds: true, rows: trail.length, anchors: 12, findings: [] };
      case 'GET /v1/users/me':
        return me;
      case 'PUT /v1/users/me':
        return Object.assign(me, body);
      case 'DELETE /v1/users/me':
        sure();
        return {};
      case 'GET /v1/users/me/export':
        return { profile: me, sessions, api_keys: keys, orders: [], orders_complete: true };
      case 'GET /v1/users/me/oauth':
        return identities;
      case 'GET /v1/api-keys':
        return keys;
      case 'POST /v1/api-keys': {
        sure();
        const key = {
          ...body,
          id: randomUUID(),
          hint: 'k2_Zp4',
          created_at: ago(0),
          last_used_at: null,
        };
        keys = [key, ...keys];
        return { key, secret: 'k2_Zp4VtR8nKqY3wLs6HdXc9GbM2jFa7TzQe5UoPi1CxWvBn0yErS' };
      }
      case 'GET /v1/audit':
        return trail.filter(({ action }) => (query.get('action') ?? action) === action);
      default:
        break;
    }
    if (path.startsWith('/v1/admin/users/') && path.endsWith('/kyc')) {
      if (method === 'PUT') {
        kyc.status = body.status;
        kyc.history.unshift({ status: body.status, note: body.note ?? null, at: ago(0) });
      }
      return kyc;
    }
    if (method === 'DELETE' && path.startsWith('/v1/auth/sessions/')) {
      sessions = removed(sessions, path);
      return {};
    }
    if (method === 'DELETE' && path.startsWith('/v1/api-keys/')) {
      keys = removed(keys, path);
      return {};
    }
    if (path.startsWith('/v1/auth/oauth/') && path.endsWith('/start')) {
      const [provider] = path.split('/').slice(-2);
      return {
        provider,
        authorize_url: `/login#provider=${provider}&error=refused`,
        expires_at: ago(-HOUR),
      };
    }
    return undefined;
  };
}

function trailOf() {
  const did = [
    ['auth', 'login', '', 'ok'],
    ['order', 'placeOrder', 'BTC-USDT', 'ok'],
    ['request', 'previewOrder', 'BTC-USDT', 'ok'],
    ['order', 'placeOrder', 'DOGE-USDT', 'INSUFFICIENT_BALANCE'],
    ['exchange', 'cancel', 'order 018f3c52-6f0a-4b0e-9a59-3f6d2a5c7c11', 'ok'],
    ['auth', 'stepUp', '', 'INVALID_CREDENTIALS'],
    ['request', 'setRiskLimits', '', 'ok'],
  ];
  return Array.from({ length: 28 }, (_, index) => {
    const [kind, action, object, outcome] = did[index % did.length];
    return {
      seq: 900 - index,
      id: randomUUID(),
      at: ago(index * 37 * 60_000),
      kind,
      action,
      object,
      outcome,
      user_id: null,
      session_id: null,
      address: '203.0.113.7',
      request_id: randomUUID(),
      details: {},
      key_version: 1,
      hash: '',
    };
  });
}
