import type { HandledRoute, PublicFileRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { explainDatabaseError } from '../database/errors.ts';
import { noteRoutes } from '../notes/routes.ts';
import { postRoutes } from '../posts/routes.ts';
import { settingsRoutes } from '../settings/routes.ts';
import { activateChannelRoute } from './channels/activate.ts';
import { deactivateChannelRoute } from './channels/deactivate.ts';
import { getAddressBookRoute } from './channels/get-address-book.ts';
import { listDmChannelsRoute } from './channels/list-dms.ts';
import { putWebhookRoute } from './channels/put-webhook.ts';
import { createCharacterRoute } from './characters/create.ts';
import { deleteCharacterRoute } from './characters/delete.ts';
import { getCharacterRoute } from './characters/get.ts';
import { getCharacterPictureRoute } from './characters/get-picture.ts';
import { listCharactersRoute } from './characters/list.ts';
import { updateCharacterRoute } from './characters/update.ts';
import { clearHistoryRoute } from './histories/clear.ts';
import { undoClearHistoryRoute } from './histories/undo.ts';
import { getMarkRoute } from './marks/get.ts';
import { putMarkRoute } from './marks/put.ts';
import { createPersonaRoute } from './personas/create.ts';
import { listPersonasRoute } from './personas/list.ts';
import { makePersonaDefaultRoute } from './personas/make-default.ts';
import { updatePersonaRoute } from './personas/update.ts';
import { publicPicture } from './pictures/public-file.ts';
import { readPictureRoute } from './pictures/read.ts';
import { recordPictureUploadRoute } from './pictures/record-upload.ts';
import { createPresetRoute } from './presets/create.ts';
import { getPresetRoute } from './presets/get.ts';
import { listPresetsRoute } from './presets/list.ts';
import { setPresetDefaultRoute } from './presets/set-default.ts';
import { updatePresetRoute } from './presets/update.ts';
import { getStatusRoute } from './statuses/get.ts';
import { acceptTriggerRoute } from './triggers/accept.ts';
import { recordSceneRoute } from './triggers/record-scene.ts';
import { withdrawTriggerRoute } from './triggers/withdraw.ts';
import { listUnclaimedMessagesRoute } from './turns/list-unclaimed-messages.ts';
import { listUnembeddedRoute } from './turns/list-unembedded.ts';
import { openTurnRoute } from './turns/open.ts';
import { recallMemoriesRoute } from './turns/recall.ts';
import { recordDeliveryRoute } from './turns/record-delivery.ts';
import { releaseTurnRoute } from './turns/release.ts';
import { renewTurnRoute } from './turns/renew.ts';
import { settleTurnRoute } from './turns/settle.ts';
import { storeReplyRoute } from './turns/store-reply.ts';
import { storeVectorsRoute } from './turns/store-vectors.ts';
import { judgeWalletKeyRoute } from './wallet-keys/judge.ts';
import { listWalletKeysRoute } from './wallet-keys/list.ts';
import { removeWalletKeyRoute } from './wallet-keys/remove.ts';
import { revealWalletKeyRoute } from './wallet-keys/reveal.ts';
import { setWalletKeyRoute } from './wallet-keys/set.ts';

/** Every route of the gateway. */
const routes: readonly HandledRoute<GatewayContext>[] = [
  acceptTriggerRoute,
  recordSceneRoute,
  withdrawTriggerRoute,
  listUnclaimedMessagesRoute,
  openTurnRoute,
  recallMemoriesRoute,
  recordDeliveryRoute,
  releaseTurnRoute,
  renewTurnRoute,
  settleTurnRoute,
  storeReplyRoute,
  listUnembeddedRoute,
  storeVectorsRoute,
  createCharacterRoute,
  deleteCharacterRoute,
  getCharacterRoute,
  getCharacterPictureRoute,
  listCharactersRoute,
  updateCharacterRoute,
  createPersonaRoute,
  listPersonasRoute,
  makePersonaDefaultRoute,
  updatePersonaRoute,
  ...postRoutes,
  createPresetRoute,
  getPresetRoute,
  listPresetsRoute,
  setPresetDefaultRoute,
  updatePresetRoute,
  judgeWalletKeyRoute,
  listWalletKeysRoute,
  removeWalletKeyRoute,
  revealWalletKeyRoute,
  setWalletKeyRoute,
  clearHistoryRoute,
  undoClearHistoryRoute,
  activateChannelRoute,
  deactivateChannelRoute,
  getAddressBookRoute,
  listDmChannelsRoute,
  putWebhookRoute,
  readPictureRoute,
  recordPictureUploadRoute,
  getMarkRoute,
  putMarkRoute,
  getStatusRoute,
  ...settingsRoutes,
  ...noteRoutes,
];

/** The same, with a failing database told from a failing gateway. */
export const handlers: readonly HandledRoute<GatewayContext>[] = routes.map(({ route, answer }) => ({
  route,
  answer: explaining(answer),
}));

/** What anybody may fetch. */
export const publicFiles: readonly PublicFileRoute<GatewayContext>[] = [publicPicture].map(({ find, ...route }) => ({
  ...route,
  find: explaining(find),
}));

function explaining<Call extends unknown[], Answer>(answer: (...call: Call) => Promise<Answer>) {
  return async (...call: Call): Promise<Answer> => {
    try {
      return await answer(...call);
    } catch (error) {
      throw explainDatabaseError(error);
    }
  };
}
