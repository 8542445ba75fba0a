-- AlterTable
ALTER TABLE "characters" ADD COLUMN     "is_hidden" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "guilds" ADD COLUMN     "hears" VARCHAR(4) NOT NULL DEFAULT 'all';

-- CreateTable
CREATE TABLE "denials" (
    "id" UUID NOT NULL,
    "kind" VARCHAR(9) NOT NULL,
    "target_id" VARCHAR(36) NOT NULL,
    "mode" VARCHAR(5) NOT NULL,
    "reason" VARCHAR(300) NOT NULL DEFAULT '',
    "until" TIMESTAMPTZ(3),
    "created_by" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "denials_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "server_characters" (
    "guild_id" BIGINT NOT NULL,
    "character_id" UUID NOT NULL,
    "choice" VARCHAR(5) NOT NULL,

    CONSTRAINT "server_characters_pkey" PRIMARY KEY ("guild_id","character_id")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" UUID NOT NULL,
    "actor_id" BIGINT NOT NULL,
    "action" VARCHAR(40) NOT NULL,
    "target_id" VARCHAR(36) NOT NULL,
    "facts" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "denials_kind_target_id_key" ON "denials"("kind", "target_id");

-- CreateIndex
CREATE INDEX "server_characters_character_id_idx" ON "server_characters"("character_id");

-- CreateIndex
CREATE INDEX "audit_entries_created_at_idx" ON "audit_entries"("created_at");

-- AddForeignKey
ALTER TABLE "server_characters" ADD CONSTRAINT "server_characters_character_id_fkey" FOREIGN KEY ("character_id") REFERENCES "characters"("id") ON DELETE CASCADE ON UPDATE CASCADE;
