-- When a person asked for a reply to end where it stands.
ALTER TABLE "turns" ADD COLUMN "stopped_at" TIMESTAMPTZ(3);
