-- CreateTable
CREATE TABLE "active_characters" (
    "channel_id" BIGINT NOT NULL,
    "character_id" UUID NOT NULL,
    "position" SMALLINT NOT NULL,

    CONSTRAINT "active_characters_pkey" PRIMARY KEY ("channel_id","character_id")
);

-- CreateIndex
CREATE INDEX "active_characters_character_id_idx" ON "active_characters"("character_id");

-- AddForeignKey
ALTER TABLE "active_characters" ADD CONSTRAINT "active_characters_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channels"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "active_characters" ADD CONSTRAINT "active_characters_character_id_fkey" FOREIGN KEY ("character_id") REFERENCES "characters"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whoever was active alone is the first of them.
INSERT INTO "active_characters" ("channel_id", "character_id", "position")
SELECT "id", "activated_character_id", 0 FROM "channels" WHERE "activated_character_id" IS NOT NULL;

-- DropForeignKey
ALTER TABLE "channels" DROP CONSTRAINT "channels_activated_character_id_fkey";

-- DropIndex
DROP INDEX "channels_activated_character_id_idx";

-- AlterTable
ALTER TABLE "channels" DROP COLUMN "activated_character_id";

-- AlterTable
ALTER TABLE "characters" ADD COLUMN     "talkativeness" SMALLINT NOT NULL DEFAULT 50;

-- AlterTable
ALTER TABLE "turns" ADD COLUMN     "is_optional" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "turns_channel_id_character_id_trigger_id_idx" ON "turns"("channel_id", "character_id", "trigger_id");
