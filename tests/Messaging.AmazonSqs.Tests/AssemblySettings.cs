// Most of these tests wait, for locks to lapse above all.
[assembly: LevelOfParallelism(6)]
