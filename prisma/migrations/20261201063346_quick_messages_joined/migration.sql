-- AlterTable
ALTER TABLE "triggers" ADD COLUMN     "part_ids" BIGINT[] DEFAULT ARRAY[]::BIGINT[],
ADD COLUMN     "part_lengths" INTEGER[] DEFAULT ARRAY[]::INTEGER[];

-- CreateIndex
CREATE INDEX "triggers_part_ids_idx" ON "triggers" USING GIN ("part_ids");
