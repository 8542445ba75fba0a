-- AlterTable
ALTER TABLE "characters" ADD COLUMN     "alternate_greetings" VARCHAR(50000)[] DEFAULT ARRAY[]::VARCHAR(50000)[],
ADD COLUMN     "character_version" VARCHAR(80) NOT NULL DEFAULT '',
ADD COLUMN     "creator" VARCHAR(80) NOT NULL DEFAULT '',
ADD COLUMN     "creator_notes" VARCHAR(50000) NOT NULL DEFAULT '',
ADD COLUMN     "nickname" VARCHAR(80) NOT NULL DEFAULT '',
ADD COLUMN     "post_history" VARCHAR(50000) NOT NULL DEFAULT '',
ADD COLUMN     "tags" VARCHAR(80)[] DEFAULT ARRAY[]::VARCHAR(80)[];

-- AlterTable
ALTER TABLE "personas" ADD COLUMN     "proxy_tags" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "stored_files" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "filename" VARCHAR(260) NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "sha256" VARCHAR(64) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "import_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stored_files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stored_file_parts" (
    "file_id" UUID NOT NULL,
    "number" SMALLINT NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "stored_file_parts_pkey" PRIMARY KEY ("file_id","number")
);

-- CreateTable
CREATE TABLE "imports" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "state" VARCHAR(8) NOT NULL,
    "files" JSONB NOT NULL DEFAULT '[]',
    "consents" VARCHAR(20)[] DEFAULT ARRAY[]::VARCHAR(20)[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "character_id" UUID,

    CONSTRAINT "imports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_items" (
    "id" UUID NOT NULL,
    "import_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "file_number" SMALLINT NOT NULL,
    "kind" VARCHAR(12) NOT NULL,
    "source_key" VARCHAR(200) NOT NULL,
    "content_hash" VARCHAR(64) NOT NULL,
    "name" VARCHAR(80) NOT NULL,
    "draft" JSONB,
    "report" JSONB NOT NULL,
    "choice" VARCHAR(8),
    "outcome" VARCHAR(8),
    "before" JSONB,
    "character_id" UUID,
    "persona_id" UUID,
    "preset_id" UUID,
    "lorebook_id" UUID,
    "memory_item_id" UUID,

    CONSTRAINT "import_items_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "stored_files_owner_id_idx" ON "stored_files"("owner_id");

-- CreateIndex
CREATE INDEX "stored_files_import_id_idx" ON "stored_files"("import_id");

-- CreateIndex
CREATE INDEX "stored_files_expires_at_idx" ON "stored_files"("expires_at");

-- CreateIndex
CREATE INDEX "imports_user_id_created_at_idx" ON "imports"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "imports_state_created_at_idx" ON "imports"("state", "created_at");

-- CreateIndex
CREATE INDEX "import_items_user_id_kind_source_key_idx" ON "import_items"("user_id", "kind", "source_key");

-- CreateIndex
CREATE INDEX "import_items_user_id_kind_content_hash_idx" ON "import_items"("user_id", "kind", "content_hash");

-- CreateIndex
CREATE INDEX "import_items_character_id_idx" ON "import_items"("character_id");

-- CreateIndex
CREATE INDEX "import_items_persona_id_idx" ON "import_items"("persona_id");

-- CreateIndex
CREATE INDEX "import_items_preset_id_idx" ON "import_items"("preset_id");

-- CreateIndex
CREATE INDEX "import_items_lorebook_id_idx" ON "import_items"("lorebook_id");

-- CreateIndex
CREATE INDEX "import_items_memory_item_id_idx" ON "import_items"("memory_item_id");

-- CreateIndex
CREATE UNIQUE INDEX "import_items_import_id_number_key" ON "import_items"("import_id", "number");

-- AddForeignKey
ALTER TABLE "stored_files" ADD CONSTRAINT "stored_files_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stored_files" ADD CONSTRAINT "stored_files_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "imports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stored_file_parts" ADD CONSTRAINT "stored_file_parts_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_files"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imports" ADD CONSTRAINT "imports_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_items" ADD CONSTRAINT "import_items_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "imports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_items" ADD CONSTRAINT "import_items_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_items" ADD CONSTRAINT "import_items_character_id_fkey" FOREIGN KEY ("character_id") REFERENCES "characters"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_items" ADD CONSTRAINT "import_items_persona_id_fkey" FOREIGN KEY ("persona_id") REFERENCES "personas"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_items" ADD CONSTRAINT "import_items_preset_id_fkey" FOREIGN KEY ("preset_id") REFERENCES "presets"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_items" ADD CONSTRAINT "import_items_lorebook_id_fkey" FOREIGN KEY ("lorebook_id") REFERENCES "lorebooks"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_items" ADD CONSTRAINT "import_items_memory_item_id_fkey" FOREIGN KEY ("memory_item_id") REFERENCES "memory_items"("id") ON DELETE SET NULL ON UPDATE CASCADE;
