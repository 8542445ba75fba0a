-- AlterTable
ALTER TABLE "memory_items" ADD COLUMN     "is_locked" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "is_pinned" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "shared_guild_ids" BIGINT[] NOT NULL DEFAULT ARRAY[]::BIGINT[];

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "fresh_until" TIMESTAMPTZ(3),
ADD COLUMN     "incognito_until" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "memory_tombstones" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "term_keys" BIGINT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "memory_tombstones_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "memory_tombstones_owner_id_idx" ON "memory_tombstones"("owner_id");

-- AddForeignKey
ALTER TABLE "memory_tombstones" ADD CONSTRAINT "memory_tombstones_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "personas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Few are pinned, and every question brings all of them.
CREATE INDEX "memory_items_pinned_idx" ON "memory_items" ("owner_id", "character_id") WHERE "is_pinned";
