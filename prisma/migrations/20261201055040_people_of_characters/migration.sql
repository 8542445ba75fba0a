-- DropIndex
DROP INDEX "aliases_character_id_source_key_key";

-- AlterTable
ALTER TABLE "characters" ADD COLUMN     "birth_day" SMALLINT,
ADD COLUMN     "birth_month" SMALLINT,
ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "is_adult" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "character_people" (
    "character_id" UUID NOT NULL,
    "person_id" BIGINT NOT NULL,
    "name" VARCHAR(80) NOT NULL,
    "role" VARCHAR(8) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "character_people_pkey" PRIMARY KEY ("character_id","person_id")
);

-- CreateIndex
CREATE INDEX "character_people_person_id_idx" ON "character_people"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "aliases_character_id_source_key_user_id_guild_id_key" ON "aliases"("character_id", "source", "key", "user_id", "guild_id");

-- CreateIndex
CREATE INDEX "characters_deleted_at_idx" ON "characters"("deleted_at");

-- AddForeignKey
ALTER TABLE "character_people" ADD CONSTRAINT "character_people_character_id_fkey" FOREIGN KEY ("character_id") REFERENCES "characters"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "character_people" ADD CONSTRAINT "character_people_role_check" CHECK ("role" IN ('friend', 'co-owner'));

-- A day of a leap year, or none.
ALTER TABLE "characters" ADD CONSTRAINT "characters_birthday_check" CHECK (
    ("birth_month" IS NULL AND "birth_day" IS NULL)
    OR "birth_day" BETWEEN 1 AND CASE WHEN "birth_month" = 2 THEN 29 WHEN "birth_month" IN (4, 6, 9, 11) THEN 30 ELSE 31 END
    AND "birth_month" BETWEEN 1 AND 12
);
