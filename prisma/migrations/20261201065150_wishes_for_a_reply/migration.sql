-- AlterTable
ALTER TABLE "turns" ADD COLUMN     "continues" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "hint" VARCHAR(500);
