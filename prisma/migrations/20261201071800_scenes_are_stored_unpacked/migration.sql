-- Written once per turn and cleared when it ends: packing it takes longer than writing it as it is.
ALTER TABLE "triggers" ALTER COLUMN "scene" SET STORAGE EXTERNAL;
