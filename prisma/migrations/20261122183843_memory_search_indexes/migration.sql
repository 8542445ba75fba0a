-- DropIndex
DROP INDEX "memory_items_session_id_seq_idx";

-- CreateIndex
CREATE INDEX "memory_items_owner_id_session_id_seq_idx" ON "memory_items"("owner_id", "session_id", "seq");

-- CreateIndex
CREATE INDEX "memory_items_terms_idx" ON "memory_items" USING GIN ("terms");
