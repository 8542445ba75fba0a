/**
 * A picture's address when Discord can fetch it, else null: a Discord that is not on this machine reaches
 * neither this machine nor its network.
 */
export function fetchableUrl(address: string | null, { discordApiUrl }: { discordApiUrl: string }): string | null {
  const url = address === null ? null : URL.parse(address);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return null;
  if (isLocal(new URL(discordApiUrl))) return url.href;
  return isLocal(url) ? null : url.href;
}

/** Loopback and private addresses, and names without a dot. */
function isLocal({ hostname }: URL): boolean {
  if (/^\[(?:::1|f[cd]|fe80)/i.test(hostname)) return true;
  if (/^(?:127|10)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\.|^0\.0\.0\.0$/.test(hostname)) return true;
  return !hostname.startsWith('[') && (!hostname.includes('.') || /\.(?:local|internal|localhost)$/i.test(hostname));
}
