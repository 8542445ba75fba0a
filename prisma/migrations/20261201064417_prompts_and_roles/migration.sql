-- AlterTable
ALTER TABLE "channels" ADD COLUMN     "instructions" VARCHAR(2000);

-- AlterTable
ALTER TABLE "characters" ADD COLUMN     "operator_prompt_id" UUID;

-- AlterTable
ALTER TABLE "guilds" ADD COLUMN     "operator_prompt_id" UUID;

-- AlterTable
ALTER TABLE "turns" ADD COLUMN     "problem_at" TIMESTAMPTZ(3),
ADD COLUMN     "problem_trace" VARCHAR(32);

-- CreateTable
CREATE TABLE "server_roles" (
    "guild_id" BIGINT NOT NULL,
    "role_id" BIGINT NOT NULL,
    "name" VARCHAR(100) NOT NULL,
    "character_ids" UUID[],
    "replies_per_day" INTEGER,

    CONSTRAINT "server_roles_pkey" PRIMARY KEY ("guild_id","role_id")
);

-- CreateTable
CREATE TABLE "system_prompts" (
    "id" UUID NOT NULL,
    "name" VARCHAR(80) NOT NULL,
    "text" VARCHAR(4000) NOT NULL,
    "is_global" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "system_prompts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "system_prompts_name_key" ON "system_prompts"("name");

-- CreateIndex
CREATE INDEX "characters_operator_prompt_id_idx" ON "characters"("operator_prompt_id");

-- CreateIndex
CREATE INDEX "guilds_operator_prompt_id_idx" ON "guilds"("operator_prompt_id");

-- CreateIndex
CREATE INDEX "turns_problem_at_idx" ON "turns"("problem_at");

-- AddForeignKey
ALTER TABLE "characters" ADD CONSTRAINT "characters_operator_prompt_id_fkey" FOREIGN KEY ("operator_prompt_id") REFERENCES "system_prompts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "guilds" ADD CONSTRAINT "guilds_operator_prompt_id_fkey" FOREIGN KEY ("operator_prompt_id") REFERENCES "system_prompts"("id") ON DELETE SET NULL ON UPDATE CASCADE;
