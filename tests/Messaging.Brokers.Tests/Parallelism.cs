// The tests wait for brokers more than they compute. Fixtures with an order wait longest, for locks, and begin first.
[assembly: LevelOfParallelism(14)]
