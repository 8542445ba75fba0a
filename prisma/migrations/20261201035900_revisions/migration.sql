-- A settled turn may be reopened for another reply: which one is made or brought to its posts, which one stands until then,
-- and since when.
ALTER TABLE "turns"
  ADD COLUMN "drafted_reply" SMALLINT NOT NULL DEFAULT 0,
  ADD COLUMN "standing_reply" SMALLINT,
  ADD COLUMN "revised_at" TIMESTAMPTZ(3);
