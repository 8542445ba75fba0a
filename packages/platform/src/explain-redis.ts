/** What ioredis says when it has given up speaks to whoever programs it; this speaks to whoever runs Redis. */
export function explainRedis(error: unknown): string {
  if (error instanceof Error && error.name === 'MaxRetriesPerRequestError') return 'Redis does not answer';
  return error instanceof Error ? error.message : String(error);
}
