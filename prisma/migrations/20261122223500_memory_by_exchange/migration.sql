-- DropIndex
DROP INDEX "memory_items_owner_id_exchange_id_speaker_key";

-- CreateIndex
CREATE UNIQUE INDEX "memory_items_exchange_id_owner_id_speaker_key" ON "memory_items"("exchange_id", "owner_id", "speaker");
