-- DropIndex
DROP INDEX "memory_items_terms_idx";

-- Terms as keys that no other owner and no other character has: what is looked for is found beside nobody else's.
CREATE FUNCTION memory_term_keys(owner_id UUID, character_id UUID, terms TEXT[]) RETURNS BIGINT[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(hashtextextended(term, uuid_hash_extended(character_id, uuid_hash_extended(owner_id, 0)))), '{}')
  FROM unnest(terms) AS term
$$;

-- Without a list of pending entries, which every search would read from end to end.
CREATE INDEX "memory_items_term_keys_idx" ON "memory_items"
USING GIN (memory_term_keys("owner_id", "character_id", "terms")) WITH (fastupdate = off);
ALTER INDEX "memory_items_source_message_ids_idx" SET (fastupdate = off);

-- DropIndex
DROP INDEX "memory_items_owner_id_character_id_occurred_at_idx";

-- DropIndex
DROP INDEX "memory_items_owner_id_session_id_seq_idx";

-- CreateIndex
CREATE INDEX "memory_items_session_id_seq_idx" ON "memory_items"("session_id", "seq");

-- CreateIndex
CREATE INDEX "memory_items_owner_id_character_id_channel_id_occurred_at_s_idx"
ON "memory_items"("owner_id", "character_id", "channel_id", "occurred_at" DESC, "seq" DESC);
