-- AlterTable
ALTER TABLE "wallet_keys" ADD COLUMN     "address" VARCHAR(2048);

-- CreateTable
CREATE TABLE "vendors" (
    "id" VARCHAR(40) NOT NULL,
    "position" SMALLINT NOT NULL,
    "facts" JSONB NOT NULL,

    CONSTRAINT "vendors_pkey" PRIMARY KEY ("id")
);
