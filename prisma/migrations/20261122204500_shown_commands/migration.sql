-- AlterTable
ALTER TABLE "triggers" ADD COLUMN     "shown_as_id" BIGINT;

-- CreateIndex
-- Few triggers are commands; the others stay out of it. Prisma has no word for that, and sees no difference.
CREATE INDEX "triggers_shown_as_id_idx" ON "triggers"("shown_as_id") WHERE "shown_as_id" IS NOT NULL;
