-- CreateTable
CREATE TABLE "text_rules" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "target" VARCHAR(9) NOT NULL,
    "target_id" VARCHAR(36) NOT NULL,
    "position" INTEGER NOT NULL,
    "name" VARCHAR(80) NOT NULL,
    "is_enabled" BOOLEAN NOT NULL,
    "facts" JSONB NOT NULL,

    CONSTRAINT "text_rules_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "text_rules_target_target_id_position_idx" ON "text_rules"("target", "target_id", "position");

-- CreateIndex
CREATE INDEX "text_rules_owner_id_idx" ON "text_rules"("owner_id");

-- AddForeignKey
ALTER TABLE "text_rules" ADD CONSTRAINT "text_rules_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
