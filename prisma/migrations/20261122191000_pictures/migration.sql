-- AlterTable
ALTER TABLE "characters" ADD COLUMN     "picture_id" UUID;

-- CreateTable
CREATE TABLE "pictures" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "file" VARCHAR(70) NOT NULL,
    "content_type" VARCHAR(10) NOT NULL,
    "bytes" BYTEA NOT NULL,
    "upload_channel_id" BIGINT,
    "upload_message_id" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pictures_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "pictures_file_idx" ON "pictures"("file");

-- CreateIndex
CREATE UNIQUE INDEX "pictures_owner_id_file_key" ON "pictures"("owner_id", "file");

-- CreateIndex
CREATE INDEX "characters_picture_id_idx" ON "characters"("picture_id");

-- AddForeignKey
ALTER TABLE "characters" ADD CONSTRAINT "characters_picture_id_fkey" FOREIGN KEY ("picture_id") REFERENCES "pictures"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pictures" ADD CONSTRAINT "pictures_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the schema cannot say
ALTER TABLE "pictures"
  ADD CONSTRAINT "pictures_bytes_check" CHECK (octet_length("bytes") BETWEEN 1 AND 1048576),
  ADD CONSTRAINT "pictures_content_type_check" CHECK ("content_type" IN ('image/png', 'image/jpeg', 'image/gif', 'image/webp'));
