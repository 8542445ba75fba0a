-- Terms are made by a rule that has a version. Only text beyond Latin letters gets other terms than before: those rows
-- start as version 0, and the gateway brings them up to date in the background.
ALTER TABLE "memory_items" ADD COLUMN "terms_version" SMALLINT NOT NULL DEFAULT 1;
UPDATE "memory_items" SET "terms_version" = 0 WHERE "body" ~ '[\u0300-\u1DFF\u2C00-\uD7FF\uF900-\uFFFD\U00020000-\U0003FFFD]';
ALTER TABLE "memory_items" ALTER COLUMN "terms_version" DROP DEFAULT;

-- CreateIndex
CREATE INDEX "memory_items_terms_version_idx" ON "memory_items"("terms_version");
