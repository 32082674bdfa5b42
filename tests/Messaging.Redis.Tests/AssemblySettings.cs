// Most of these tests wait for locks to lapse and for servers to start.
[assembly: LevelOfParallelism(12)]
