// The tests wait for brokers more than they compute.
[assembly: LevelOfParallelism(10)]
