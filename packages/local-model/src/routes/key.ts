import type { Route } from './route.ts';

/** What OpenRouter tells about the key that asks: here always unlimited and never used. */
export const getKey: Route = {
  method: 'GET',
  path: /^\/key$/,
  vendors: ['openrouter'],

  handle({ exchange, keySha256 }) {
    exchange.sendJson(200, {
      data: {
        label: `local key ${keySha256?.slice(0, 8) ?? 'none'}`,
        limit: null,
        limit_remaining: null,
        limit_reset: null,
        include_byok_in_limit: false,
        usage: 0,
        usage_daily: 0,
        usage_weekly: 0,
        usage_monthly: 0,
        byok_usage: 0,
        byok_usage_daily: 0,
        byok_usage_weekly: 0,
        byok_usage_monthly: 0,
        is_free_tier: false,
        is_management_key: false,
        is_provisioning_key: false,
        creator_user_id: null,
        expires_at: null,
        rate_limit: { requests: -1, interval: '10s', note: 'This field is deprecated and safe to ignore.' },
      },
    });
  },
};

/** What DeepSeek tells about the account behind a key: here always the same. */
export const getBalance: Route = {
  method: 'GET',
  path: /^\/user\/balance$/,
  vendors: ['openai'],

  handle({ exchange }) {
    const balance = { currency: 'USD', total_balance: '10.00', granted_balance: '0.00', topped_up_balance: '10.00' };
    exchange.sendJson(200, { is_available: true, balance_infos: [balance] });
  },
};
