const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u;

/**
 * The address from which the page may show a picture or file: a path on this server, also when the server
 * calls itself by another of its loopback names. Null for anything elsewhere, because no request of this page leaves the machine.
 */
export const mediaUrl = (url: string | undefined, page: URL = new URL(location.href)): string | null => {
  if (url === undefined || !URL.canParse(url, page)) return null;
  const target = new URL(url, page);
  if (target.protocol === 'blob:') return url;
  const isHere =
    target.origin === page.origin ||
    (LOOPBACK.test(target.hostname) && LOOPBACK.test(page.hostname) && target.port === page.port);
  return isHere ? target.pathname + target.search : null;
};

/** The host of an address, to say where something would come from. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);
