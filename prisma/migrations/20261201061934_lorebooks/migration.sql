-- AlterTable
ALTER TABLE "replies" ADD COLUMN     "lore" JSONB;

-- CreateTable
CREATE TABLE "lorebooks" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "name" VARCHAR(100) NOT NULL,
    "description" VARCHAR(2000) NOT NULL DEFAULT '',
    "settings" JSONB NOT NULL DEFAULT '{}',
    "rest" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lorebooks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lore_entries" (
    "id" UUID NOT NULL,
    "book_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "source_id" VARCHAR(200),
    "title" VARCHAR(200) NOT NULL DEFAULT '',
    "facts" JSONB NOT NULL,
    "characters" INTEGER NOT NULL,

    CONSTRAINT "lore_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lore_attachments" (
    "book_id" UUID NOT NULL,
    "target" VARCHAR(9) NOT NULL,
    "target_id" VARCHAR(36) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lore_attachments_pkey" PRIMARY KEY ("book_id","target","target_id")
);

-- CreateIndex
CREATE INDEX "lorebooks_owner_id_idx" ON "lorebooks"("owner_id");

-- CreateIndex
CREATE INDEX "lore_entries_book_id_position_idx" ON "lore_entries"("book_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "lore_entries_book_id_source_id_key" ON "lore_entries"("book_id", "source_id");

-- CreateIndex
CREATE INDEX "lore_attachments_target_target_id_idx" ON "lore_attachments"("target", "target_id");

-- AddForeignKey
ALTER TABLE "lorebooks" ADD CONSTRAINT "lorebooks_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lore_entries" ADD CONSTRAINT "lore_entries_book_id_fkey" FOREIGN KEY ("book_id") REFERENCES "lorebooks"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lore_attachments" ADD CONSTRAINT "lore_attachments_book_id_fkey" FOREIGN KEY ("book_id") REFERENCES "lorebooks"("id") ON DELETE CASCADE ON UPDATE CASCADE;
