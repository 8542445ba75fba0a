-- CreateTable
CREATE TABLE "shard_leases" (
    "shard_id" INTEGER NOT NULL,
    "shard_count" INTEGER NOT NULL,
    "listener_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "shard_leases_pkey" PRIMARY KEY ("shard_id")
);

-- CreateIndex
CREATE INDEX "shard_leases_listener_id_idx" ON "shard_leases"("listener_id");
