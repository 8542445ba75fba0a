-- AlterTable
ALTER TABLE "turns" ADD COLUMN     "untold_since" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "turns_untold_since_idx" ON "turns"("untold_since");
