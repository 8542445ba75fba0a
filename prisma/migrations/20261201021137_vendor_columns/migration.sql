-- One word for whose models are called, in every table.
ALTER TABLE "presets" RENAME COLUMN "provider" TO "vendor";
ALTER TABLE "usage_events" RENAME COLUMN "provider" TO "vendor";
