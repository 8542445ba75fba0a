-- CreateTable
CREATE TABLE "doubtful_sends" (
    "turn_id" UUID NOT NULL,
    "chunk" SMALLINT NOT NULL,
    "sending_at" TIMESTAMPTZ(3) NOT NULL,
    "hash" VARCHAR(64) NOT NULL,
    "webhook_id" BIGINT,
    "name" VARCHAR(80),
    "looks" SMALLINT NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "doubtful_sends_pkey" PRIMARY KEY ("turn_id","chunk","sending_at")
);

-- CreateTable
CREATE TABLE "removed_messages" (
    "message_id" BIGINT NOT NULL,
    "channel_id" BIGINT NOT NULL,
    "webhook_id" BIGINT,
    "name" VARCHAR(80) NOT NULL,
    "text" VARCHAR(2000) NOT NULL,
    "removed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "removed_messages_pkey" PRIMARY KEY ("message_id")
);

-- CreateIndex
CREATE INDEX "doubtful_sends_due_at_idx" ON "doubtful_sends"("due_at");

-- CreateIndex
CREATE INDEX "removed_messages_channel_id_idx" ON "removed_messages"("channel_id");

-- CreateIndex
CREATE INDEX "removed_messages_removed_at_idx" ON "removed_messages"("removed_at");

-- AddForeignKey
ALTER TABLE "doubtful_sends" ADD CONSTRAINT "doubtful_sends_turn_id_fkey" FOREIGN KEY ("turn_id") REFERENCES "turns"("id") ON DELETE CASCADE ON UPDATE CASCADE;
