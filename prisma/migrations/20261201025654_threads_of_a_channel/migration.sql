-- CreateIndex
CREATE INDEX "channels_parent_id_idx" ON "channels"("parent_id");
