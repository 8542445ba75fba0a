-- Attempts that ended because something was away count for no turn's end.
ALTER TABLE "turns" ADD COLUMN "outages" INTEGER NOT NULL DEFAULT 0;
