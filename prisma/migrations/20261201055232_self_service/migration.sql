-- AlterTable
ALTER TABLE "channels" ADD COLUMN     "default_preset_id" UUID,
ADD COLUMN     "epoch" BIGINT;

-- AlterTable
ALTER TABLE "personas" ADD COLUMN     "description" VARCHAR(300) NOT NULL DEFAULT '',
ADD COLUMN     "preferred_name" VARCHAR(80) NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "presets" ADD COLUMN     "is_free_default" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "usage_events" ADD COLUMN     "guild_id" BIGINT;

-- AlterTable
ALTER TABLE "user_characters" ADD COLUMN     "persona_id" UUID;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "birth_day" SMALLINT,
ADD COLUMN     "birth_month" SMALLINT,
ADD COLUMN     "timezone" VARCHAR(64) NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "key_caps" (
    "user_id" UUID NOT NULL,
    "vendor" VARCHAR(40) NOT NULL,
    "day_usd" DECIMAL(14,8),
    "month_usd" DECIMAL(14,8),
    "day_tokens" INTEGER,
    "month_tokens" INTEGER,
    "warned_of" VARCHAR(10) NOT NULL DEFAULT '',

    CONSTRAINT "key_caps_pkey" PRIMARY KEY ("user_id","vendor")
);

-- CreateTable
CREATE TABLE "usage_days" (
    "day" DATE NOT NULL,
    "user_id" UUID NOT NULL,
    "character_id" UUID NOT NULL,
    "guild_id" BIGINT NOT NULL,
    "vendor" VARCHAR(40) NOT NULL,
    "model" VARCHAR(200) NOT NULL,
    "payer" VARCHAR(8) NOT NULL,
    "calls" INTEGER NOT NULL,
    "failed_calls" INTEGER NOT NULL,
    "prompt_tokens" BIGINT NOT NULL,
    "completion_tokens" BIGINT NOT NULL,
    "cost_usd" DECIMAL(14,8) NOT NULL,

    CONSTRAINT "usage_days_pkey" PRIMARY KEY ("user_id","day","character_id","guild_id","vendor","model","payer")
);

-- CreateIndex
CREATE INDEX "usage_days_day_idx" ON "usage_days"("day");

-- CreateIndex
CREATE INDEX "usage_days_guild_id_day_idx" ON "usage_days"("guild_id", "day");

-- CreateIndex
CREATE INDEX "channels_default_preset_id_idx" ON "channels"("default_preset_id");

-- CreateIndex
CREATE INDEX "usage_events_created_at_idx" ON "usage_events"("created_at");

-- CreateIndex
CREATE INDEX "user_characters_persona_id_idx" ON "user_characters"("persona_id");

-- CreateIndex
CREATE INDEX "user_characters_preset_id_idx" ON "user_characters"("preset_id");

-- AddForeignKey
ALTER TABLE "key_caps" ADD CONSTRAINT "key_caps_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_characters" ADD CONSTRAINT "user_characters_persona_id_fkey" FOREIGN KEY ("persona_id") REFERENCES "personas"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channels" ADD CONSTRAINT "channels_default_preset_id_fkey" FOREIGN KEY ("default_preset_id") REFERENCES "presets"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_days" ADD CONSTRAINT "usage_days_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was used before, by day.
UPDATE usage_events used SET guild_id = channel.guild_id
FROM turns turn JOIN channels channel ON channel.id = turn.channel_id WHERE turn.id = used.turn_id;

INSERT INTO usage_days (day, user_id, character_id, guild_id, vendor, model, payer, calls, failed_calls, prompt_tokens,
  completion_tokens, cost_usd)
SELECT (created_at AT TIME ZONE 'UTC')::date, user_id, coalesce(character_id, '00000000-0000-0000-0000-000000000000'),
  coalesce(guild_id, 0), vendor, model, payer, count(*), count(*) FILTER (WHERE outcome = 'failed'), sum(prompt_tokens),
  sum(completion_tokens), coalesce(sum(cost_usd), 0)
FROM usage_events GROUP BY 1, 2, 3, 4, 5, 6, 7;
