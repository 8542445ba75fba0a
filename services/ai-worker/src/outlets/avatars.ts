import type { PictureDelivery, Speaker } from '@tzurot/contracts';

import type { AssetChannel } from './asset-channel.ts';
import { fetchableUrl } from './fetchable-url.ts';

export interface Avatars {
  /** Where Discord can fetch what a character looks like, or null. Never throws. */
  urlOf(speaker: Pick<Speaker, 'avatarUrl' | 'picture'>): Promise<string | null>;
  /** How characters' own pictures reach Discord, for whoever runs the bot. */
  report(): PictureDelivery;
}

/** An address of the character's own on the web, else the picture that the gateway keeps. */
export function createAvatars({
  publicUrl,
  discordApiUrl,
  assets,
}: {
  publicUrl: string | null;
  discordApiUrl: string;
  /** Null when the operator has named no channel. */
  assets: AssetChannel | null;
}): Avatars {
  const gatewayUrl = fetchableUrl(publicUrl, { discordApiUrl })?.replace(/(?<!\/)\/+$/, '') ?? null;

  return {
    async urlOf({ avatarUrl, picture }) {
      const own = fetchableUrl(avatarUrl, { discordApiUrl });
      if (own !== null || picture === null) return own;
      if (gatewayUrl !== null) return gatewayUrl + picture.path;
      return assets === null ? null : assets.urlOf(picture.id);
    },
    report() {
      if (gatewayUrl !== null) return { way: 'public-url', problem: null };
      if (assets !== null) return { way: 'asset-channel', problem: assets.problem() };
      const problem =
        publicUrl === null
          ? 'neither PUBLIC_URL nor ASSET_CHANNEL_ID is set'
          : 'Discord cannot reach PUBLIC_URL, and ASSET_CHANNEL_ID is not set';
      return { way: 'none', problem };
    },
  };
}
