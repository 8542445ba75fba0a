/**
 * The picture's address as Discord can fetch it, or null: relative paths need the operator's public
 * address, and a Discord that is not on this machine reaches neither this machine nor its network.
 */
export function fetchableAvatarUrl(
  avatarUrl: string | null,
  { publicUrl, discordApiUrl }: { publicUrl: string | null; discordApiUrl: string },
): string | null {
  if (avatarUrl === null) return null;
  const url = parse(avatarUrl, publicUrl);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return null;
  if (isLocal(new URL(discordApiUrl))) return url.href;
  return isLocal(url) ? null : url.href;
}

function parse(avatarUrl: string, base: string | null): URL | null {
  return URL.parse(avatarUrl, base ?? undefined);
}

/** Loopback and private addresses, and names without a dot. */
function isLocal({ hostname }: URL): boolean {
  if (/^\[(?:::1|f[cd]|fe80)/i.test(hostname)) return true;
  if (/^(?:127|10)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\.|^0\.0\.0\.0$/.test(hostname)) return true;
  return !hostname.startsWith('[') && (!hostname.includes('.') || /\.(?:local|internal|localhost)$/i.test(hostname));
}
