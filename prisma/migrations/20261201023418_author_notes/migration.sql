-- AlterTable
ALTER TABLE "channels" ADD COLUMN     "author_note" JSONB;

-- AlterTable
ALTER TABLE "characters" ADD COLUMN     "author_note" JSONB;
