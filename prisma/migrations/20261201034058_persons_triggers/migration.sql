-- DropIndex
DROP INDEX "triggers_user_id_idx";

-- CreateIndex
CREATE INDEX "triggers_user_id_id_idx" ON "triggers"("user_id", "id");
