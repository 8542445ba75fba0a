-- A reply is a candidate of its turn; posts are the Discord messages in which the selected one stands.
-- Turns that are under way keep their text, their chunks and whatever was sent of them.

CREATE TABLE "replies" (
    "turn_id" UUID NOT NULL,
    "number" SMALLINT NOT NULL,
    "kind" VARCHAR(8) NOT NULL,
    "state" VARCHAR(8) NOT NULL,
    "answer" VARCHAR(200000),
    "ended_by" VARCHAR(8),
    "text" VARCHAR(60000),
    "usage_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "replies_pkey" PRIMARY KEY ("turn_id","number")
);

-- Of settled turns the text stands in history alone.
INSERT INTO "replies" ("turn_id", "number", "kind", "state", "ended_by", "text", "usage_id", "ended_at")
SELECT t."id", 0, t."reply_kind", 'complete', CASE WHEN t."reply_kind" = 'reply' THEN 'stop' END,
  coalesce(t."reply_text", (SELECT line."text" FROM "history_lines" line
    WHERE line."trigger_id" = t."trigger_id" AND line."character_id" = t."character_id" AND line."speaker" = 'character'), ''),
  (SELECT u."id" FROM "usage_events" u WHERE u."turn_id" = t."id" AND u."outcome" = 'answered' ORDER BY u."position" DESC LIMIT 1),
  coalesce(t."ended_at", now())
FROM "turns" t WHERE t."reply_kind" IS NOT NULL;

ALTER TABLE "turns" ADD COLUMN "selected_reply" SMALLINT;
UPDATE "turns" SET "selected_reply" = 0 WHERE "reply_kind" IS NOT NULL;
ALTER TABLE "turns" DROP COLUMN "reply_kind", DROP COLUMN "reply_text";

ALTER TABLE "deliveries" RENAME TO "posts";
ALTER TABLE "posts" RENAME CONSTRAINT "deliveries_pkey" TO "posts_pkey";
ALTER TABLE "posts" RENAME CONSTRAINT "deliveries_turn_id_fkey" TO "posts_turn_id_fkey";
ALTER INDEX "deliveries_message_id_key" RENAME TO "posts_message_id_key";
ALTER TABLE "posts" ALTER COLUMN "text" DROP NOT NULL;
ALTER TABLE "posts" ADD COLUMN "name" VARCHAR(80);

-- Whoever makes a call gives it its id, so it needs no place among the others of its turn.
DROP INDEX "usage_events_turn_id_position_key";
ALTER TABLE "usage_events" DROP COLUMN "position";
CREATE INDEX "usage_events_turn_id_idx" ON "usage_events"("turn_id");

CREATE INDEX "replies_usage_id_idx" ON "replies"("usage_id");
ALTER TABLE "replies" ADD CONSTRAINT "replies_turn_id_fkey" FOREIGN KEY ("turn_id") REFERENCES "turns"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "replies" ADD CONSTRAINT "replies_usage_id_fkey" FOREIGN KEY ("usage_id") REFERENCES "usage_events"("id") ON DELETE SET NULL ON UPDATE CASCADE;
