/** Whether Discord accepts it as the address of a picture or link. */
export function isWebAddress(address: string): boolean {
  return /^https?:\/\/\S+$/.test(address) && URL.canParse(address);
}
