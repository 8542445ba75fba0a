-- AlterTable
ALTER TABLE "history_lines" ADD COLUMN     "seq" INTEGER NOT NULL DEFAULT 0;

-- Lines that are there already are numbered in their order.
UPDATE "history_lines" SET "seq" = numbered."seq"
FROM (
  SELECT "id", row_number() OVER (PARTITION BY "character_id", "channel_id" ORDER BY "message_id") - 1 AS "seq"
  FROM "history_lines"
) AS numbered
WHERE numbered."id" = "history_lines"."id";
