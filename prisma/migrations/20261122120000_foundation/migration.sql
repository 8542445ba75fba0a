-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "discord_id" BIGINT NOT NULL,
    "name" VARCHAR(80) NOT NULL,
    "default_persona_id" UUID,
    "default_preset_id" UUID,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "personas" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" VARCHAR(80) NOT NULL,
    "pronouns" VARCHAR(40) NOT NULL DEFAULT '',
    "about" VARCHAR(4000) NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "personas_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "wallet_keys" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "vendor" VARCHAR(40) NOT NULL,
    "status" VARCHAR(8) NOT NULL,
    "sealed" TEXT NOT NULL,
    "hint" VARCHAR(4) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "wallet_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "presets" (
    "id" UUID NOT NULL,
    "owner_id" UUID,
    "is_global" BOOLEAN NOT NULL DEFAULT false,
    "is_global_default" BOOLEAN NOT NULL DEFAULT false,
    "name" VARCHAR(80) NOT NULL,
    "description" VARCHAR(300) NOT NULL DEFAULT '',
    "provider" VARCHAR(40) NOT NULL,
    "model" VARCHAR(200) NOT NULL,
    "context_tokens" INTEGER NOT NULL,
    "parameters" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "presets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "characters" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "slug" VARCHAR(64) NOT NULL,
    "name" VARCHAR(80) NOT NULL,
    "description" VARCHAR(50000) NOT NULL DEFAULT '',
    "personality" VARCHAR(50000) NOT NULL DEFAULT '',
    "scenario" VARCHAR(50000) NOT NULL DEFAULT '',
    "greeting" VARCHAR(50000) NOT NULL DEFAULT '',
    "examples" VARCHAR(50000) NOT NULL DEFAULT '',
    "system_prompt" VARCHAR(50000) NOT NULL DEFAULT '',
    "error_message" VARCHAR(1000) NOT NULL DEFAULT '',
    "avatar_url" VARCHAR(2048),
    "is_public" BOOLEAN NOT NULL DEFAULT false,
    "default_preset_id" UUID,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "characters_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "aliases" (
    "id" UUID NOT NULL,
    "character_id" UUID NOT NULL,
    "name" VARCHAR(80) NOT NULL,
    "key" VARCHAR(80) NOT NULL,
    "source" VARCHAR(8) NOT NULL,
    "user_id" BIGINT,
    "guild_id" BIGINT,

    CONSTRAINT "aliases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "address_book" (
    "id" SMALLINT NOT NULL,
    "version" BIGINT NOT NULL,

    CONSTRAINT "address_book_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_characters" (
    "user_id" UUID NOT NULL,
    "character_id" UUID NOT NULL,
    "preset_id" UUID,
    "epoch" BIGINT,
    "previous_epoch" BIGINT,
    "can_undo_clear" BOOLEAN NOT NULL DEFAULT false,
    "settings" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "user_characters_pkey" PRIMARY KEY ("user_id","character_id")
);

-- CreateTable
CREATE TABLE "guilds" (
    "id" BIGINT NOT NULL,
    "default_preset_id" UUID,
    "settings" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "guilds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channels" (
    "id" BIGINT NOT NULL,
    "kind" VARCHAR(8),
    "guild_id" BIGINT,
    "parent_id" BIGINT,
    "activated_character_id" UUID,
    "current_character_id" UUID,
    "last_trigger_id" BIGINT,
    "webhook_id" BIGINT,
    "webhook_token_sealed" TEXT,
    "settings" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "channels_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operator_settings" (
    "id" SMALLINT NOT NULL,
    "settings" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "operator_settings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "marks" (
    "shard_id" INTEGER NOT NULL,
    "mark" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "marks_pkey" PRIMARY KEY ("shard_id")
);

-- CreateTable
CREATE TABLE "triggers" (
    "id" BIGINT NOT NULL,
    "kind" VARCHAR(8) NOT NULL,
    "channel_id" BIGINT NOT NULL,
    "user_id" UUID NOT NULL,
    "facts" JSONB,
    "scene" JSONB,
    "accepted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "withdrawn_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "triggers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "turns" (
    "id" UUID NOT NULL,
    "trigger_id" BIGINT NOT NULL,
    "position" SMALLINT NOT NULL,
    "character_id" UUID NOT NULL,
    "character_name" VARCHAR(80) NOT NULL,
    "channel_id" BIGINT NOT NULL,
    "user_id" UUID NOT NULL,
    "persona_id" UUID,
    "stage" VARCHAR(8) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "wake_ups" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3),
    "lease_key" UUID,
    "lease_expires_at" TIMESTAMPTZ(3),
    "fence" INTEGER NOT NULL DEFAULT 0,
    "reply_kind" VARCHAR(8),
    "reply_text" VARCHAR(60000),
    "problem" VARCHAR(500),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "turns_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deliveries" (
    "turn_id" UUID NOT NULL,
    "chunk" SMALLINT NOT NULL,
    "text" VARCHAR(2000) NOT NULL,
    "hash" VARCHAR(64) NOT NULL,
    "state" VARCHAR(9) NOT NULL,
    "sending_at" TIMESTAMPTZ(3),
    "message_id" BIGINT,
    "webhook_id" BIGINT,

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("turn_id","chunk")
);

-- CreateTable
CREATE TABLE "history_lines" (
    "id" UUID NOT NULL,
    "character_id" UUID NOT NULL,
    "channel_id" BIGINT NOT NULL,
    "trigger_id" BIGINT NOT NULL,
    "user_id" UUID NOT NULL,
    "speaker" VARCHAR(9) NOT NULL,
    "person_id" BIGINT,
    "name" VARCHAR(80) NOT NULL,
    "text" TEXT NOT NULL,
    "message_id" BIGINT NOT NULL,
    "message_ids" BIGINT[],
    "said_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "history_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "usage_events" (
    "id" UUID NOT NULL,
    "turn_id" UUID,
    "position" SMALLINT NOT NULL,
    "user_id" UUID NOT NULL,
    "character_id" UUID,
    "provider" VARCHAR(40) NOT NULL,
    "model" VARCHAR(200) NOT NULL,
    "payer" VARCHAR(8) NOT NULL,
    "wallet_key_id" UUID,
    "prompt_tokens" INTEGER NOT NULL,
    "cached_tokens" INTEGER NOT NULL,
    "completion_tokens" INTEGER NOT NULL,
    "reasoning_tokens" INTEGER NOT NULL,
    "cost_usd" DECIMAL(14,8),
    "took_ms" INTEGER NOT NULL,
    "outcome" VARCHAR(8) NOT NULL,
    "dropped" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "usage_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memory_items" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "character_id" UUID NOT NULL,
    "kind" VARCHAR(12) NOT NULL,
    "speaker" VARCHAR(9) NOT NULL,
    "person_id" BIGINT,
    "speaker_name" VARCHAR(80) NOT NULL,
    "body" TEXT NOT NULL,
    "terms" TEXT[],
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "reach" VARCHAR(8) NOT NULL,
    "guild_id" BIGINT,
    "channel_id" BIGINT NOT NULL,
    "is_portable" BOOLEAN NOT NULL DEFAULT false,
    "session_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "exchange_id" UUID NOT NULL,
    "source_message_ids" BIGINT[],
    "state" VARCHAR(10) NOT NULL DEFAULT 'active',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "memory_items_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_discord_id_key" ON "users"("discord_id");

-- CreateIndex
CREATE UNIQUE INDEX "users_default_persona_id_key" ON "users"("default_persona_id");

-- CreateIndex
CREATE INDEX "personas_user_id_idx" ON "personas"("user_id");

-- CreateIndex
CREATE INDEX "wallet_keys_user_id_vendor_idx" ON "wallet_keys"("user_id", "vendor");

-- CreateIndex
CREATE INDEX "wallet_keys_expires_at_idx" ON "wallet_keys"("expires_at");

-- CreateIndex
CREATE INDEX "presets_owner_id_idx" ON "presets"("owner_id");

-- CreateIndex
CREATE INDEX "presets_is_global_idx" ON "presets"("is_global");

-- CreateIndex
CREATE UNIQUE INDEX "characters_slug_key" ON "characters"("slug");

-- CreateIndex
CREATE INDEX "characters_owner_id_idx" ON "characters"("owner_id");

-- CreateIndex
CREATE INDEX "aliases_key_idx" ON "aliases"("key");

-- CreateIndex
CREATE UNIQUE INDEX "aliases_character_id_source_key_key" ON "aliases"("character_id", "source", "key");

-- CreateIndex
CREATE INDEX "user_characters_character_id_idx" ON "user_characters"("character_id");

-- CreateIndex
CREATE INDEX "channels_kind_last_trigger_id_idx" ON "channels"("kind", "last_trigger_id");

-- CreateIndex
CREATE INDEX "channels_activated_character_id_idx" ON "channels"("activated_character_id");

-- CreateIndex
CREATE INDEX "channels_current_character_id_idx" ON "channels"("current_character_id");

-- CreateIndex
CREATE INDEX "triggers_user_id_idx" ON "triggers"("user_id");

-- CreateIndex
CREATE INDEX "turns_channel_id_ended_at_idx" ON "turns"("channel_id", "ended_at");

-- CreateIndex
CREATE INDEX "turns_due_at_idx" ON "turns"("due_at");

-- CreateIndex
CREATE INDEX "turns_user_id_idx" ON "turns"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "turns_trigger_id_position_key" ON "turns"("trigger_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "deliveries_message_id_key" ON "deliveries"("message_id");

-- CreateIndex
CREATE INDEX "history_lines_character_id_channel_id_message_id_idx" ON "history_lines"("character_id", "channel_id", "message_id");

-- CreateIndex
CREATE INDEX "history_lines_user_id_idx" ON "history_lines"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "history_lines_trigger_id_character_id_speaker_key" ON "history_lines"("trigger_id", "character_id", "speaker");

-- CreateIndex
CREATE INDEX "usage_events_user_id_created_at_idx" ON "usage_events"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "usage_events_wallet_key_id_idx" ON "usage_events"("wallet_key_id");

-- CreateIndex
CREATE UNIQUE INDEX "usage_events_turn_id_position_key" ON "usage_events"("turn_id", "position");

-- CreateIndex
CREATE INDEX "memory_items_owner_id_character_id_occurred_at_idx" ON "memory_items"("owner_id", "character_id", "occurred_at" DESC);

-- CreateIndex
CREATE INDEX "memory_items_session_id_seq_idx" ON "memory_items"("session_id", "seq");

-- CreateIndex
CREATE INDEX "memory_items_character_id_idx" ON "memory_items"("character_id");

-- CreateIndex
CREATE INDEX "memory_items_source_message_ids_idx" ON "memory_items" USING GIN ("source_message_ids");

-- CreateIndex
CREATE UNIQUE INDEX "memory_items_owner_id_exchange_id_speaker_key" ON "memory_items"("owner_id", "exchange_id", "speaker");

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_default_persona_id_fkey" FOREIGN KEY ("default_persona_id") REFERENCES "personas"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_default_preset_id_fkey" FOREIGN KEY ("default_preset_id") REFERENCES "presets"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "personas" ADD CONSTRAINT "personas_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "wallet_keys" ADD CONSTRAINT "wallet_keys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "presets" ADD CONSTRAINT "presets_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "characters" ADD CONSTRAINT "characters_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "characters" ADD CONSTRAINT "characters_default_preset_id_fkey" FOREIGN KEY ("default_preset_id") REFERENCES "presets"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "aliases" ADD CONSTRAINT "aliases_character_id_fkey" FOREIGN KEY ("character_id") REFERENCES "characters"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_characters" ADD CONSTRAINT "user_characters_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_characters" ADD CONSTRAINT "user_characters_character_id_fkey" FOREIGN KEY ("character_id") REFERENCES "characters"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_characters" ADD CONSTRAINT "user_characters_preset_id_fkey" FOREIGN KEY ("preset_id") REFERENCES "presets"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "guilds" ADD CONSTRAINT "guilds_default_preset_id_fkey" FOREIGN KEY ("default_preset_id") REFERENCES "presets"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channels" ADD CONSTRAINT "channels_activated_character_id_fkey" FOREIGN KEY ("activated_character_id") REFERENCES "characters"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channels" ADD CONSTRAINT "channels_current_character_id_fkey" FOREIGN KEY ("current_character_id") REFERENCES "characters"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "triggers" ADD CONSTRAINT "triggers_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "turns" ADD CONSTRAINT "turns_trigger_id_fkey" FOREIGN KEY ("trigger_id") REFERENCES "triggers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "turns" ADD CONSTRAINT "turns_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_turn_id_fkey" FOREIGN KEY ("turn_id") REFERENCES "turns"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "history_lines" ADD CONSTRAINT "history_lines_character_id_fkey" FOREIGN KEY ("character_id") REFERENCES "characters"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "history_lines" ADD CONSTRAINT "history_lines_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_events" ADD CONSTRAINT "usage_events_turn_id_fkey" FOREIGN KEY ("turn_id") REFERENCES "turns"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_events" ADD CONSTRAINT "usage_events_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_events" ADD CONSTRAINT "usage_events_wallet_key_id_fkey" FOREIGN KEY ("wallet_key_id") REFERENCES "wallet_keys"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memory_items" ADD CONSTRAINT "memory_items_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "personas"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memory_items" ADD CONSTRAINT "memory_items_character_id_fkey" FOREIGN KEY ("character_id") REFERENCES "characters"("id") ON DELETE CASCADE ON UPDATE CASCADE;
