/** The loudness of a voice message as so many bars, each in [0, 1]. Discord sends up to 256 bytes in base64. */
export const decodeWaveform = (base64: string, bars: number): readonly number[] => {
  let bytes: Uint8Array;
  try {
    bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    bytes = new Uint8Array();
  }
  if (bytes.length === 0) return Array.from({ length: bars }, () => 0.2);
  return Array.from({ length: bars }, (_, bar) => {
    const from = Math.floor((bar * bytes.length) / bars);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * bytes.length) / bars));
    return Math.max(...bytes.subarray(from, to)) / 255;
  });
};
