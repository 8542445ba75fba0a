import { type RefusalCase, vendorConformance } from '../conformance.ts';
import { google } from './index.ts';

const error = (code: number, status: string, message: string, details: object[] = []) => ({
  error: { code, message, status, details },
});
const info = (reason: string) => ({
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason,
  domain: 'googleapis.com',
});

const refusals: RefusalCase[] = [
  [
    400,
    error(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [info('API_KEY_INVALID')]),
    'auth',
  ],
  [403, error(403, 'PERMISSION_DENIED', 'Your API key was reported as leaked. Please use another API key.'), 'auth'],
  [
    403,
    error(
      403,
      'PERMISSION_DENIED',
      'Generative Language API has not been used in project 1 before or it is disabled.',
      [info('SERVICE_DISABLED')],
    ),
    'forbidden',
  ],
  [400, error(400, 'FAILED_PRECONDITION', 'User location is not supported for the API use.'), 'region'],
  [
    404,
    error(
      404,
      'NOT_FOUND',
      'models/gemini-0 is not found for API version v1beta, or is not supported for generateContent.',
    ),
    'not-found',
  ],
  [
    400,
    error(
      400,
      'INVALID_ARGUMENT',
      'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
    ),
    'too-long',
  ],
  [
    429,
    error(
      429,
      'RESOURCE_EXHAUSTED',
      'You exceeded your current quota, please check your plan and billing details. Quota exceeded for metric: generate_content_free_tier_requests, limit: 15',
    ),
    'rate-limit',
  ],
  [
    429,
    error(
      429,
      'RESOURCE_EXHAUSTED',
      'You exceeded your current quota. Quota exceeded for metric: generate_requests_per_model_per_day, PerDay',
    ),
    'quota',
  ],
  [503, error(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'), 'overloaded'],
  [500, error(500, 'INTERNAL', 'An internal error has occurred.'), 'down'],
];

vendorConformance(google, {
  basePath: '/google/v1beta',
  spec: null,
  models: ['local/story', 'gemini-2.5-pro', 'gemini-3.5-flash'],
  alwaysSent: ['contents', 'generationConfig', 'safetySettings', 'systemInstruction'],
  refusals,
  codes: [['403', 'forbidden']],
  hasParts: false,
});
